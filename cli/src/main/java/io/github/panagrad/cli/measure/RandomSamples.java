package io.github.panagrad.cli.measure;

import io.github.panagrad.cli.InputException;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Samples to measure on: numbers in [0, 1), float32 as a table of numbers is stored, with random labels. */
final class RandomSamples {
    /** More than the caches of a core, less than would take long to make. */
    private static final long BYTES = 1 << 24;

    private static final int MIN_BATCHES = 8;
    private static final int MAX_BATCHES = 256;

    private RandomSamples() {}

    /** Returns some whole batches. */
    static Dataset of(NetworkSpec spec, int batchSize) {
        long batchBytes = (long) batchSize * spec.inputs() * Float.BYTES;
        if (batchSize > Integer.MAX_VALUE / MIN_BATCHES) {
            throw new InputException("--batch-size " + batchSize + " is too large to measure; the most is "
                    + Integer.MAX_VALUE / MIN_BATCHES);
        }
        int batches = Math.clamp(BYTES / batchBytes, MIN_BATCHES, MAX_BATCHES);
        int samples = (int) Math.min((long) batchSize * batches, Integer.MAX_VALUE / batchSize * (long) batchSize);
        RandomKey key = RandomKey.of(3);
        long numbers = (long) samples * spec.inputs();
        MemorySegment features = Arena.ofAuto().allocate(numbers * Float.BYTES, Float.BYTES);
        for (long i = 0; i < numbers; i++) {
            features.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) key.uniform(i));
        }
        int classes = spec.loss() instanceof Loss.SoftmaxCrossEntropy ? spec.outputs() : 2;
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = key.fold(1).below(i, classes);
        }
        return Dataset.of(
                new Rows(features, Rows.Storage.F32, samples, spec.inputs(), 1), new Targets.Labels(labels, classes));
    }
}
