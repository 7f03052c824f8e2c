package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.metrics.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the metrics of an epoch that is over.
 *
 * @param spec of the network
 * @param evaluator evaluates it
 * @param size the samples of an epoch
 * @param options the validation set and the metrics
 */
record EpochEvaluation(NetworkSpec spec, Evaluator evaluator, int size, FitOptions options) {
    List<String> metricNames() {
        return options.metrics().stream().map(Metric::name).toList();
    }

    /**
     * Evaluates the network as it is.
     *
     * @param state after the last step of the epoch
     * @param rate the learning rate of its first step
     * @throws DivergedException if the loss is not a number, as when finite parameters are too large for a product of them
     */
    EpochMetrics of(TrainingState state, double rate) {
        double trainingSeconds = state.trainingSeconds();
        Dataset validation = options.validation();
        Map<String, Double> values = new LinkedHashMap<>();
        Evaluation evaluation = null;
        if (validation != null) {
            double[][] predictions = options.metrics().isEmpty() ? null : new double[validation.size()][];
            // In one pass over the samples whatever is asked for.
            evaluation =
                    predictions == null ? evaluator.evaluate(validation) : evaluator.evaluate(validation, predictions);
            if (Double.isNaN(evaluation.loss())) {
                throw new DivergedException("the validation loss is NaN", state.epochs.size() + 1, state.steps, rate);
            }
            if (predictions != null) {
                for (Metric metric : options.metrics()) {
                    values.put(metric.name(), metric.of(predictions, validation));
                }
            }
        }
        return new EpochMetrics(
                state.epochs.size() + 1,
                rate,
                state.loss / size,
                spec.loss().isClassification() ? (double) state.correct / size : Double.NaN,
                evaluation == null ? Double.NaN : evaluation.loss(),
                evaluation == null ? Double.NaN : evaluation.accuracy(),
                state.seconds(),
                size / trainingSeconds,
                values);
    }
}
