package io.github.panagrad.spark.exchange;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One sum or gathering: which bytes go where. It may be used again, once it is complete. Arrays go by the index of the other worker.
 *
 * <p>Made by the thread that calls the exchange, and handed to the one that does the work when it is begun.
 */
final class Operation {
    /** Parts begin at whole cache lines. */
    private static final long PART_BYTES = 64;

    /** {@link Frame#CONTRIBUTION} or {@link Frame#MESSAGE}: what the first connection carries. */
    final byte kind;

    final byte type;
    final long count;

    /** Keeps the memory, unless its slab is closed. */
    final @Nullable Tensor tensor;

    /** What goes to each other worker on the first connection: its part of this worker's numbers, or the whole message. */
    final Range[] outgoing;

    /** Where the others' messages go; none for a sum, whose contributions go to slots. */
    final Range[] messages;

    /** Where the others' sums go. */
    final Range[] sums;

    /** This worker's part, for each other worker. */
    final Range[] own;

    /** This worker's part. */
    final MemorySegment part;

    /** This worker's part, to be checked. */
    final Range sum;

    final DType dtype;

    /** Of the pieces of this worker's part, once they are summed. */
    final int[] checksums;

    /** When it was begun: the number of operations before it. */
    long number = -1;

    /** Bytes of this worker's part that are summed. */
    long summedBytes;

    /** Directions of connections that have work left for this operation. */
    int open;

    private Operation(
            byte kind,
            byte type,
            long count,
            @Nullable Tensor tensor,
            DType dtype,
            MemorySegment part,
            int pieceBytes,
            int peers) {
        this.kind = kind;
        this.type = type;
        this.count = count;
        this.tensor = tensor;
        this.dtype = dtype;
        this.part = part;
        sum = new Range(part, pieceBytes);
        outgoing = new Range[peers];
        messages = new Range[kind == Frame.MESSAGE ? peers : 0];
        sums = new Range[kind == Frame.MESSAGE ? 0 : peers];
        own = new Range[kind == Frame.MESSAGE ? 0 : peers];
        checksums = new int[Math.toIntExact((part.byteSize() + pieceBytes - 1) / pieceBytes)];
    }

    /** Returns the sum of a tensor. */
    static Operation sum(Tensor tensor, int worker, int workers, int pieceBytes) {
        DType dtype = tensor.dtype();
        MemorySegment mine = part(tensor, worker, workers);
        Operation sum = new Operation(
                Frame.CONTRIBUTION, Frame.type(dtype), tensor.size(), tensor, dtype, mine, pieceBytes, workers - 1);
        for (int i = 0; i < workers - 1; i++) {
            MemorySegment theirs = part(tensor, Peer.worker(i, worker), workers);
            sum.outgoing[i] = new Range(theirs, pieceBytes);
            sum.sums[i] = new Range(theirs, pieceBytes);
            sum.own[i] = new Range(mine, pieceBytes);
        }
        return sum;
    }

    /** Returns the gathering of messages that lie one after the other, in the order of the workers. */
    static Operation gathering(MemorySegment all, long bytes, int worker, int workers, int pieceBytes) {
        Operation gathering = new Operation(
                Frame.MESSAGE, (byte) 0, bytes, null, DType.F32, all.asSlice(0, 0), pieceBytes, workers - 1);
        for (int i = 0; i < workers - 1; i++) {
            gathering.outgoing[i] = new Range(all.asSlice(worker * bytes, bytes), pieceBytes);
            gathering.messages[i] = new Range(all.asSlice(Peer.worker(i, worker) * bytes, bytes), pieceBytes);
        }
        return gathering;
    }

    private static MemorySegment part(Tensor tensor, int worker, int workers) {
        long bytes = (long) tensor.size() * tensor.dtype().bytes();
        long from = boundary(bytes, worker, workers);
        return tensor.segment().asSlice(from, boundary(bytes, worker + 1, workers) - from);
    }

    private static long boundary(long bytes, int worker, int workers) {
        long lines = (bytes + PART_BYTES - 1) / PART_BYTES;
        return Math.min(bytes, lines * worker / workers * PART_BYTES);
    }

    /** Returns whether a sum is one of this operation's results to come. */
    boolean hasPart() {
        return part.byteSize() > 0;
    }

    void begin(long operationNumber) {
        number = operationNumber;
        summedBytes = 0;
        open = 4 * outgoing.length;
    }

    @Override
    public String toString() {
        return Frame.describe(kind, type, number, count);
    }
}
