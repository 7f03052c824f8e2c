package io.github.panagrad.spark.exchange;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Off-heap memory of any length as buffers, for one connection in one direction: a buffer can have at most 2 GiB, and has one position.
 * The buffers are there from the start, so that nothing is allocated later.
 */
final class Range {
    /** Windows are a little shorter where that is needed for no piece to lie in two of them. */
    private static final long MOST_WINDOW_BYTES = 1L << 30;

    private final long bytes;
    private final long windowBytes;
    private final ByteBuffer[] windows;

    Range(MemorySegment memory, int pieceBytes) {
        bytes = memory.byteSize();
        windowBytes = MOST_WINDOW_BYTES / pieceBytes * pieceBytes;
        windows = new ByteBuffer[Math.toIntExact((bytes + windowBytes - 1) / windowBytes)];
        for (int i = 0; i < windows.length; i++) {
            long from = i * windowBytes;
            windows[i] =
                    memory.asSlice(from, Math.min(windowBytes, bytes - from)).asByteBuffer();
        }
    }

    long bytes() {
        return bytes;
    }

    /** Returns a buffer of one piece: it begins at a multiple of the length of pieces. */
    ByteBuffer piece(long from, int length) {
        if (length == 0) {
            return Lane.EMPTY;
        }
        int at = (int) (from % windowBytes);
        return windows[(int) (from / windowBytes)].limit(at + length).position(at);
    }
}
