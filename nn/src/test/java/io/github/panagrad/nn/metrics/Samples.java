package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import java.util.Arrays;

/** Data sets of which only the targets and weights matter. */
final class Samples {
    private Samples() {}

    /** Returns samples with class labels; not weighted if the array is empty. */
    static Dataset labels(int[] labels, int classes, double... weights) {
        Dataset data = Dataset.of(Dataset.table(new double[labels.length][1]), new Targets.Labels(labels, classes));
        return weights.length == 0 ? data : data.withSampleWeights(weights);
    }

    /** Returns samples with real targets. */
    static Dataset values(double[][] targets, double... weights) {
        Dataset data = Dataset.of(new double[targets.length][1], targets);
        return weights.length == 0 ? data : data.withSampleWeights(weights);
    }

    /** Returns values as rows with a single column. */
    static double[][] column(double... values) {
        return Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
    }
}
