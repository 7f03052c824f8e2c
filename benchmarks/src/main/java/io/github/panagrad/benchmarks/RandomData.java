package io.github.panagrad.benchmarks;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Normal features and uniform labels: nothing to learn, so that a step's work stays the same. Each element is a pure
 * function of its position.
 */
public final class RandomData {
    private static final RandomKey FEATURES = RandomKey.of(1).fold(1);
    private static final RandomKey LABELS = RandomKey.of(1).fold(2);

    private RandomData() {}

    /** Returns features as {@code float}, little-endian and row-major, in memory of their own. */
    public static MemorySegment features(int rows, int columns) {
        long elements = (long) rows * columns;
        MemorySegment segment = Arena.ofAuto().allocate(elements * Float.BYTES, Float.BYTES);
        for (long i = 0; i < elements; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) FEATURES.normal(i));
        }
        return segment;
    }

    /** Returns a class number for each row. */
    public static int[] labels(int rows, int classes) {
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++) {
            labels[r] = LABELS.below(r, classes);
        }
        return labels;
    }

    /** Returns both for a network. */
    public static Dataset forNetwork(ExampleNetwork network, int rows) {
        int inputs = network.spec().inputs();
        return Dataset.of(
                new Rows(features(rows, inputs), Rows.Storage.F32, rows, inputs, 1),
                new Targets.Labels(labels(rows, network.classes()), network.classes()));
    }
}
