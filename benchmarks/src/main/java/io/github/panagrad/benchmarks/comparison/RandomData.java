package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.tensor.RandomKey;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Normal features and uniform labels: nothing to learn, so that a step's work stays the same. Each element is a pure
 * function of its position.
 */
final class RandomData {
    private static final RandomKey FEATURES = RandomKey.of(1).fold(1);
    private static final RandomKey LABELS = RandomKey.of(1).fold(2);

    private RandomData() {}

    /** Returns features as {@code float}, little-endian and row-major, in memory of their own. */
    static MemorySegment features(int rows, int columns) {
        long elements = (long) rows * columns;
        MemorySegment segment = Arena.ofAuto().allocate(elements * Float.BYTES, Float.BYTES);
        for (long i = 0; i < elements; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) FEATURES.normal(i));
        }
        return segment;
    }

    /** Returns a class number for each row. */
    static int[] labels(int rows, int classes) {
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++) {
            labels[r] = LABELS.below(r, classes);
        }
        return labels;
    }
}
