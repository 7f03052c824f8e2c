package io.github.panagrad.nn.check;

import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.PointLoss;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.RandomKey;

/**
 * Random samples in the forms that networks and the reference network take. Immutable.
 *
 * @param features a row for each sample
 * @param targets a row for each sample, one-hot for class labels
 * @param dataset the same samples
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
public record GradientBatch(double[][] features, double[][] targets, Dataset dataset) {
    /** Returns random samples that a network can be trained on. */
    public static GradientBatch random(NetworkSpec spec, int rows, long seed) {
        RandomKey key = RandomKey.of(seed);
        double[][] features = new double[rows][spec.inputs()];
        double[][] targets = new double[rows][spec.outputs()];
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < spec.inputs(); c++) {
                features[r][c] = key.fold(0).normal((long) r * spec.inputs() + c);
            }
            labels[r] = key.fold(1).below(r, spec.outputs());
            for (int c = 0; c < spec.outputs(); c++) {
                long position = (long) r * spec.outputs() + c;
                targets[r][c] = switch (spec.loss()) {
                    case Loss.BinaryCrossEntropy _, PointLoss.Focal _, PointLoss.Hinge _ ->
                        key.fold(2).below(position, 2);
                    case Loss.SoftmaxCrossEntropy _ -> labels[r] == c ? 1 : 0;
                    case PointLoss.Poisson _ -> key.fold(2).below(position, 5);
                    case Loss.MeanSquaredError _,
                            PointLoss.MeanAbsoluteError _,
                            PointLoss.Huber _,
                            PointLoss.Quantile _,
                            PointLoss.Custom _ -> key.fold(2).normal(position);
                };
            }
        }
        for (Layer layer : spec.embeddings()) {
            int column = layer.inputColumn().orElseThrow();
            for (int r = 0; r < rows; r++) {
                features[r][column] = layer.drawInput(key.fold(3).fold(column), r);
            }
        }
        Dataset dataset = spec.loss() instanceof Loss.SoftmaxCrossEntropy
                ? Dataset.of(features, labels)
                : Dataset.of(features, targets);
        return new GradientBatch(features, targets, dataset);
    }
}
