package io.github.panagrad.tensor.kernel.vector;

import java.lang.foreign.MemorySegment;

/**
 * Tells the compiler which of the JDK's classes a segment has.
 *
 * <p>Every access to a segment checks whether its memory is on the heap, and the compiler knows the answer only from
 * what that place of the JDK's code has seen so far. It has seen heap segments, too: operations such as {@code
 * reinterpretAsInts} make them as long as they are interpreted. Without this check kernels are up to three times slower
 * once an exponential was computed.
 */
final class OffHeap {
    private static final Class<?> TYPE = MemorySegment.NULL.getClass();

    private OffHeap() {}

    /** Returns whether a segment is plain off-heap memory: not on the heap, and no mapped file. */
    static boolean is(MemorySegment segment) {
        return segment.getClass() == TYPE;
    }

    /** Checks that a segment is plain off-heap memory, as every tensor's is. */
    static void require(MemorySegment segment) {
        if (segment.getClass() != TYPE) {
            throw new IllegalArgumentException("not plain off-heap memory: " + segment);
        }
    }

    static void require(MemorySegment first, MemorySegment second) {
        require(first);
        require(second);
    }

    static void require(MemorySegment first, MemorySegment second, MemorySegment third) {
        require(first, second);
        require(third);
    }

    static void require(MemorySegment first, MemorySegment second, MemorySegment third, MemorySegment fourth) {
        require(first, second);
        require(third, fourth);
    }
}
