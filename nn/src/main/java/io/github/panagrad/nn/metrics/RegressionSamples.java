package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Predicted values and targets, checked once and converted to arrays, with the metrics of each output. */
final class RegressionSamples {
    final int outputs;

    /** One for each sample, or null if all are 1. */
    final double @Nullable [] weights;

    final double totalWeight;
    private final double[][] targets;
    private final double[][] predictions;

    private RegressionSamples(double[][] targets, double[][] predictions, double @Nullable [] weights) {
        this.outputs = targets.length;
        this.targets = targets;
        this.predictions = predictions;
        this.weights = weights;
        this.totalWeight = SampleWeights.total(weights, predictions[0].length);
    }

    /**
     * Checks predictions.
     *
     * @throws MetricException naming the first sample whose prediction is invalid
     */
    static RegressionSamples of(double[][] predictions, Dataset data) {
        SampleWeights.requireCount(predictions, data);
        if (predictions.length == 0 || predictions[0].length == 0) {
            throw new MetricException("there are no samples to compute a metric from, or no predictions for them");
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
                        + " predictions as for the first sample, found " + predictions[i].length);
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
        return new RegressionSamples(actual, predicted, SampleWeights.of(data));
    }

    /** With one output the target is the label itself; with several it is one-hot, as in training. */
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

    /** Returns the absolute errors, in the order of the samples. */
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

    /**
     * Returns NaN for fewer than two samples. If all targets are equal, returns 1 if all predictions are exact and
     * otherwise 0.
     */
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

    /** Returns the share of targets that are at or below their prediction. */
    double coverage(int output) {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += targets[output][i] <= predictions[output][i] ? weight(i) : 0;
        }
        return sum / totalWeight;
    }

    /** A metric of one output. */
    interface OutputMetric {
        double of(int output);
    }

    /** Returns the mean over the outputs. */
    double mean(OutputMetric metric) {
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
            sum += metric.of(c);
        }
        return sum / outputs;
    }
}
