package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import org.jspecify.annotations.Nullable;

/** A classifier's predictions and the true classes, checked once and converted to arrays. */
final class ClassificationSamples {
    final PredictionKind kind;
    final int classes;
    final int[] labels;

    /** One for each sample, or null if all are 1. */
    final double @Nullable [] weights;

    final double totalWeight;
    private final double[][] predictions;

    private ClassificationSamples(
            PredictionKind kind, int classes, int[] labels, double @Nullable [] weights, double[][] predictions) {
        this.kind = kind;
        this.classes = classes;
        this.labels = labels;
        this.weights = weights;
        this.totalWeight = SampleWeights.total(weights, labels.length);
        this.predictions = predictions;
    }

    /**
     * Checks predictions.
     *
     * @throws MetricException naming the first sample whose prediction or target is invalid
     */
    static ClassificationSamples of(double[][] predictions, Dataset data, PredictionKind kind) {
        SampleWeights.requireCount(predictions, data);
        if (predictions.length == 0) {
            throw new MetricException("there are no samples to compute a metric from");
        }
        int outputs = predictions[0].length;
        for (int i = 0; i < predictions.length; i++) {
            requireRow(i, predictions[i], outputs, kind);
        }
        int classes = outputs == 1 ? 2 : outputs;
        return new ClassificationSamples(kind, classes, labels(data, outputs), SampleWeights.of(data), predictions);
    }

    private static void requireRow(int sample, double[] row, int outputs, PredictionKind kind) {
        if (row.length != outputs || outputs == 0) {
            throw new MetricException("sample " + sample + ": expected " + Math.max(1, outputs)
                    + " predictions as for the first sample, found " + row.length);
        }
        for (int c = 0; c < outputs; c++) {
            boolean isProbability = row[c] >= 0 && row[c] <= 1;
            if (!Double.isFinite(row[c]) || (kind == PredictionKind.PROBABILITIES && !isProbability)) {
                String expected = kind == PredictionKind.PROBABILITIES ? "a probability" : "a finite number";
                throw new MetricException(
                        "sample " + sample + ", output " + c + ": expected " + expected + ", found " + row[c]);
            }
        }
    }

    private static int[] labels(Dataset data, int outputs) {
        int classes = outputs == 1 ? 2 : outputs;
        int[] labels = new int[data.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = switch (data.targets()) {
                case Targets.Labels given -> given.label(data.row(i));
                case Targets.Values values -> hot(values, data.row(i), i, outputs);
            };
            if (labels[i] >= classes) {
                throw new MetricException("sample " + i + ": class " + labels[i] + " is out of range: predictions for "
                        + classes + " classes are for 0 to " + (classes - 1));
            }
        }
        return labels;
    }

    /** Returns the class of a one-hot row, or of a single 0 or 1. */
    private static int hot(Targets.Values values, int row, int sample, int outputs) {
        if (values.table().columns() != outputs) {
            throw new MetricException("there are " + outputs + " predictions for each sample but "
                    + values.table().columns() + " target columns");
        }
        int hot = -1;
        int ones = 0;
        for (int c = 0; c < outputs; c++) {
            double value = values.value(row, c);
            if (value != 0 && value != 1) {
                throw new MetricException(
                        "sample " + sample + ": target " + value + " is not a class: expected 0 or 1");
            }
            if (value == 1) {
                hot = c;
                ones++;
            }
        }
        if (outputs == 1) {
            return ones;
        }
        if (ones != 1) {
            throw new MetricException("sample " + sample + " has " + ones
                    + " classes: classification metrics need exactly one class per sample");
        }
        return hot;
    }

    int size() {
        return labels.length;
    }

    double weight(int sample) {
        return SampleWeights.at(weights, sample);
    }

    int predictedClass(int sample) {
        return kind.predictedClass(predictions[sample]);
    }

    /** Returns a sample's probability of a class. */
    double probability(int sample, int which) {
        double[] row = predictions[sample];
        if (row.length > 1) {
            return row[which];
        }
        return which == 1 ? row[0] : 1 - row[0];
    }

    /**
     * Returns the scores that rank the samples for a class against all others. With two decision values, the score is
     * their difference, which determines the predicted class.
     */
    double[] scores(int which) {
        double[] scores = new double[predictions.length];
        for (int i = 0; i < scores.length; i++) {
            double[] row = predictions[i];
            if (row.length == 1) {
                scores[i] = which == 1 ? row[0] : -row[0];
            } else if (row.length == 2 && kind == PredictionKind.DECISION_VALUES) {
                scores[i] = row[which] - row[1 - which];
            } else {
                scores[i] = row[which];
            }
        }
        return scores;
    }

    Ranking ranking(int which) {
        return Ranking.of(scores(which), labels, which, weights);
    }
}
