package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Predicted values and what is true, checked once and turned into arrays, with the figures of one output each. */
final class RegressedSamples {
    final int outputs;

    /** One for each sample, or null if all are 1. */
    final double @Nullable [] weights;

    final double totalWeight;
    private final double[][] targets;
    private final double[][] predictions;

    private RegressedSamples(double[][] targets, double[][] predictions, double @Nullable [] weights) {
        this.outputs = targets.length;
        this.targets = targets;
        this.predictions = predictions;
        this.weights = weights;
        this.totalWeight = SampleWeights.total(weights, predictions[0].length);
    }

    /**
     * Checks predictions.
     *
     * @throws MetricException naming the first sample whose prediction does not fit
     */
    static RegressedSamples of(double[][] predictions, Dataset data) {
        SampleWeights.requireCount(predictions, data);
        if (predictions.length == 0 || predictions[0].length == 0) {
            throw new MetricException("there are no samples to compute a figure of, or no predictions for them");
        }
        int outputs = predictions[0].length;
        if (data.targets() instanceof Targets.Values values && values.table().columns() != outputs) {
            throw new MetricException("there are " + outputs + " predictions for each sample but "
                    + values.table().columns() + " target columns");
        }
        double[][] predicted = new double[outputs][predictions.length];
        double[][] actual = new double[outputs][predictions.length];
        for (int i = 0; i < predictions.length; i++) {
            if (predictions[i].length != outputs) {
                throw new MetricException("sample " + i + ": expected " + outputs
                        + " predictions as for the others, found " + predictions[i].length);
            }
            for (int c = 0; c < outputs; c++) {
                if (!Double.isFinite(predictions[i][c])) {
                    throw new MetricException("sample " + i + ", output " + c + ": prediction " + predictions[i][c]
                            + " is not a finite number");
                }
                predicted[c][i] = predictions[i][c];
                actual[c][i] = target(data.targets(), data.row(i), c, outputs);
            }
        }
        return new RegressedSamples(actual, predicted, SampleWeights.of(data));
    }

    /** One output takes the label as its value, several take it one-hot, as in training. */
    private static double target(Targets targets, int row, int output, int outputs) {
        return switch (targets) {
            case Targets.Values values -> values.value(row, output);
            case Targets.Labels labels -> outputs == 1 ? labels.label(row) : labels.label(row) == output ? 1 : 0;
        };
    }

    int size() {
        return predictions[0].length;
    }

    private double weight(int sample) {
        return SampleWeights.at(weights, sample);
    }

    /** Returns the distances of predictions from targets, in the order of the samples. */
    double[] absoluteErrors(int output) {
        double[] errors = new double[size()];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(targets[output][i] - predictions[output][i]);
        }
        return errors;
    }

    double squaredError(int output) {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            double error = targets[output][i] - predictions[output][i];
            sum += weight(i) * error * error;
        }
        return sum;
    }

    double meanSquaredError(int output) {
        return squaredError(output) / totalWeight;
    }

    double meanAbsoluteError(int output) {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += weight(i) * Math.abs(targets[output][i] - predictions[output][i]);
        }
        return sum / totalWeight;
    }

    double medianAbsoluteError(int output) {
        double[] errors = absoluteErrors(output);
        if (weights != null) {
            return Quantiles.weightedMedian(errors, weights, totalWeight);
        }
        Arrays.sort(errors);
        int middle = errors.length / 2;
        return errors.length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
    }

    /** NaN for fewer than two samples; where all targets are the same, 1 if all are met and else 0. */
    double r2(int output) {
        if (size() < 2) {
            return Double.NaN;
        }
        double mean = 0;
        for (int i = 0; i < size(); i++) {
            mean += weight(i) * targets[output][i];
        }
        mean /= totalWeight;
        double spread = 0;
        for (int i = 0; i < size(); i++) {
            double distance = targets[output][i] - mean;
            spread += weight(i) * distance * distance;
        }
        double error = squaredError(output);
        if (spread == 0) {
            return error == 0 ? 1 : 0;
        }
        return 1 - error / spread;
    }

    double pinball(int output, double level) {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            double distance = targets[output][i] - predictions[output][i];
            sum += weight(i) * (distance > 0 ? level * distance : (level - 1) * distance);
        }
        return sum / totalWeight;
    }

    /** The share of targets that are not above their prediction. */
    double coverage(int output) {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += targets[output][i] <= predictions[output][i] ? weight(i) : 0;
        }
        return sum / totalWeight;
    }

    /** A figure of one output. */
    interface OfOutput {
        double of(int output);
    }

    /** The mean over the outputs. */
    double mean(OfOutput figure) {
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
            sum += figure.of(c);
        }
        return sum / outputs;
    }
}
