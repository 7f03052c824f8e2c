package io.github.panagrad.measure;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Samples to measure on: numbers in [0, 1), stored like a table of numbers for training, with random labels. */
public final class RandomSamples {
    /** More than the caches of a core hold, and not so much that generating it takes long. */
    private static final long BYTES = 1 << 24;

    private static final int MIN_BATCHES = 8;
    private static final int MAX_BATCHES = 256;

    private RandomSamples() {}

    /** Returns how the numbers are stored. */
    static Rows.Storage storage(DType dtype) {
        return dtype == DType.F32 ? Rows.Storage.F32 : Rows.Storage.F64;
    }

    /**
     * Requires a batch size that allows several batches.
     *
     * @throws IllegalArgumentException if it is too large
     */
    static void requireBatch(int batchSize) {
        if (batchSize > Integer.MAX_VALUE / MIN_BATCHES) {
            throw new IllegalArgumentException("a batch of " + batchSize + " rows is too large to measure; the most is "
                    + Integer.MAX_VALUE / MIN_BATCHES);
        }
    }

    /** Returns some whole batches. */
    static Dataset batches(NetworkSpec spec, DType dtype, int batchSize) {
        long batchBytes = (long) batchSize * spec.inputs() * dtype.bytes();
        int batches = Math.clamp(BYTES / batchBytes, MIN_BATCHES, MAX_BATCHES);
        return of(spec, dtype, (int)
                Math.min((long) batchSize * batches, Integer.MAX_VALUE / batchSize * (long) batchSize));
    }

    /** Returns samples that a network can be trained on. */
    public static Dataset of(NetworkSpec spec, DType dtype, int samples) {
        RandomKey key = RandomKey.of(3);
        long numbers = (long) samples * spec.inputs();
        MemorySegment features = Arena.ofAuto().allocate(numbers * dtype.bytes(), dtype.bytes());
        for (long i = 0; i < numbers; i++) {
            if (dtype == DType.F32) {
                features.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) key.uniform(i));
            } else {
                features.setAtIndex(ValueLayout.JAVA_DOUBLE, i, key.uniform(i));
            }
        }
        int classes = spec.loss() instanceof Loss.SoftmaxCrossEntropy ? spec.outputs() : 2;
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = key.fold(1).below(i, classes);
        }
        return Dataset.of(
                new Rows(features, storage(dtype), samples, spec.inputs(), 1), new Targets.Labels(labels, classes));
    }
}
