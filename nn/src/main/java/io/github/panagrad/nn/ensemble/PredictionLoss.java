package io.github.panagrad.nn.ensemble;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.PointLoss;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;

/**
 * The mean loss of predictions on samples: of probabilities the log loss, whatever the network's own loss for classes is, of
 * values the network's own. Weights count as in scikit-learn: it is the weighted mean.
 *
 * @param loss what the networks were trained for
 * @param samples with their targets and weights
 */
public record PredictionLoss(Loss loss, Dataset samples) {
    /** The least probability: a network's that is 0 in float32 need not be. */
    private static final double LEAST = 1e-7;

    /**
     * Returns the mean loss.
     *
     * @param predictions a row for each sample, with a number for each output; read
     */
    public static double mean(double[][] predictions, Dataset samples, Loss loss) {
        return new PredictionLoss(loss, samples).of(predictions, 1);
    }

    /**
     * Returns the mean loss.
     *
     * @param predictions a row for each sample, to be divided by the divisor; read
     * @param divisor of each number
     */
    double of(double[][] predictions, double divisor) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < predictions.length; i++) {
            int row = samples.row(i);
            double weight = samples.weight(row);
            sum += weight * ofRow(predictions[i], divisor, row);
            weights += weight;
        }
        return sum / weights;
    }

    private double ofRow(double[] predicted, double divisor, int row) {
        if (loss instanceof Loss.SoftmaxCrossEntropy && samples.targets() instanceof Targets.Labels labels) {
            return -Math.log(Math.max(LEAST, predicted[labels.label(row)] / divisor));
        }
        double sum = 0;
        for (int c = 0; c < predicted.length; c++) {
            sum += ofOutput(predicted[c] / divisor, target(row, c, predicted.length));
        }
        return sum;
    }

    private double target(int row, int output, int outputs) {
        return switch (samples.targets()) {
            case Targets.Labels labels -> outputs == 1 ? labels.label(row) : labels.label(row) == output ? 1 : 0;
            case Targets.Values values -> values.value(row, output);
        };
    }

    private double ofOutput(double predicted, double target) {
        return switch (loss) {
            case Loss.SoftmaxCrossEntropy _ -> -target * Math.log(Math.max(LEAST, predicted));
            case Loss.BinaryCrossEntropy _, PointLoss.Focal _ ->
                -target * Math.log(Math.max(LEAST, predicted))
                        - (1 - target) * Math.log(Math.max(LEAST, 1 - predicted));
            case Loss.MeanSquaredError _ -> (predicted - target) * (predicted - target);
            case PointLoss.Poisson _ -> predicted - target * Math.log(Math.max(LEAST, predicted));
            case PointLoss point -> point.value(predicted, target);
        };
    }
}
