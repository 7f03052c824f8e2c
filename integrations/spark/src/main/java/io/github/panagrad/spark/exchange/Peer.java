package io.github.panagrad.spark.exchange;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Another worker, as seen by the thread of the {@link Engine}. */
final class Peer {
    /**
     * How many pieces of a worker may wait for those of the others. Workers are never in step; what waits beyond that waits in the buffers
     * of TCP.
     */
    static final int SLOTS = 4;

    /** Its place among the other workers. */
    final int index;

    /** Its name for messages. */
    final String name;

    final MemorySegment slots;
    private final ByteBuffer[] buffers = new ByteBuffer[SLOTS];
    private final int pieceBytes;

    /** Pieces of this worker's parts that have arrived, of all operations. */
    long arrivedPieces;

    private @Nullable String farewell;
    private boolean isFailed;

    Peer(int index, String name, MemorySegment slots, int pieceBytes) {
        this.index = index;
        this.name = name;
        this.slots = slots;
        this.pieceBytes = pieceBytes;
        for (int i = 0; i < SLOTS; i++) {
            buffers[i] = slots.asSlice((long) i * pieceBytes, pieceBytes).asByteBuffer();
        }
    }

    /** Returns the number of the worker with an index among the others. */
    static int worker(int index, int me) {
        return index < me ? index : index + 1;
    }

    /** Returns the index of another worker. */
    static int index(int worker, int me) {
        return worker < me ? worker : worker - 1;
    }

    /** Returns where a piece is in {@link #slots}. */
    long slotStart(long piece) {
        return piece % SLOTS * pieceBytes;
    }

    /** Returns the place of the next piece. */
    ByteBuffer slot(int length) {
        return buffers[(int) (arrivedPieces % SLOTS)].clear().limit(length);
    }

    /** Takes note of why it leaves. */
    void said(String text, boolean isFailure) {
        farewell = text;
        isFailed = isFailure;
    }

    /** Says that it is gone, and why if it has told. */
    String gone() {
        String text = farewell;
        if (text == null) {
            return name
                    + " closed its connection without a word: its process has ended or was killed, or its machine is gone";
        }
        return isFailed ? name + " has given up: " + text : name + " has left the exchange";
    }
}
