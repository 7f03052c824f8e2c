package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Code shared by the generators: the order of the samples, the noise and the checks. */
final class SyntheticTable {
    // Random streams derived from a seed. They differ from the streams that training uses (0 to 2), because a program
    // may use the same seed for both.
    private static final int NOISE = 16;
    private static final int CENTRES = 17;

    private SyntheticTable() {}

    /** Computes the position of a sample without noise. */
    @FunctionalInterface
    interface Position {
        /**
         * Computes the position of a sample.
         *
         * @param label its class
         * @param index its number within its class, from 0
         * @param size the number of samples of its class
         * @param point written; a coordinate for each column
         */
        void find(int label, int index, int size, double[] point);
    }

    /** Returns the random stream for the positions of centres. */
    static RandomKey centres(long seed) {
        return RandomKey.of(seed).fold(CENTRES);
    }

    /**
     * Returns samples at their positions, with normal noise of the given standard deviation added to every coordinate.
     */
    static Dataset fill(int samples, int columns, int classes, double noise, long seed, Position position) {
        RandomKey random = RandomKey.of(seed).fold(NOISE);
        MemorySegment table = Arena.ofAuto().allocate((long) samples * columns * Double.BYTES, Double.BYTES);
        int[] labels = new int[samples];
        double[] point = new double[columns];
        for (int i = 0; i < samples; i++) {
            labels[i] = i % classes;
            position.find(labels[i], i / classes, Math.ceilDiv(samples - labels[i], classes), point);
            for (int c = 0; c < columns; c++) {
                long element = (long) i * columns + c;
                table.setAtIndex(ValueLayout.JAVA_DOUBLE, element, point[c] + noise * random.normal(element));
            }
        }
        return Dataset.of(new Rows(table, Rows.Storage.F64, samples, columns, 1), new Targets.Labels(labels, classes));
    }

    /**
     * Returns the relative position of a sample within its class, evenly spaced from 0 for the first to 1 for the last.
     */
    static double share(int index, int size) {
        return size == 1 ? 0 : (double) index / (size - 1);
    }

    static void require(boolean holds, String what, double found) {
        if (!holds) {
            throw new IllegalArgumentException(what + ", found " + found);
        }
    }

    static void requireSizes(int samples, int classes, int fewestClasses) {
        if (classes < fewestClasses) {
            throw new IllegalArgumentException(
                    "the number of classes must be at least " + fewestClasses + ", found " + classes);
        }
        if (samples < classes) {
            throw new IllegalArgumentException("each of the " + classes
                    + " classes needs at least one sample, but there are " + samples + " samples");
        }
    }

    static void requireNoise(double noise) {
        require(noise >= 0 && Double.isFinite(noise), "noise must be finite and not negative", noise);
    }
}
