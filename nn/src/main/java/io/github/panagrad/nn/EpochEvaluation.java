package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Workers;
import io.github.panagrad.nn.metrics.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes the metrics of an epoch that is over, of the samples of all workers. For use by one thread. */
final class EpochEvaluation {
    private final NetworkSpec spec;
    private final int size;
    private final FitOptions options;
    private final @Nullable SharedValidation validation;

    /**
     * Learns what the other workers evaluate.
     *
     * @param spec of the network
     * @param evaluator evaluates it
     * @param size the samples of an epoch
     * @param options the validation set, of this worker, and the metrics
     */
    EpochEvaluation(NetworkSpec spec, Evaluator evaluator, int size, Workers workers, FitOptions options) {
        this.spec = spec;
        this.size = size;
        this.options = options;
        Dataset own = options.validation();
        validation = own == null
                ? null
                : new SharedValidation(
                        spec, evaluator, own, workers, !options.metrics().isEmpty());
    }

    /** Returns the validation samples, or null if there are none. */
    @Nullable
    SharedValidation validation() {
        return validation;
    }

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
        Map<String, Double> values = new LinkedHashMap<>();
        Evaluation evaluation = null;
        if (validation != null) {
            // In one pass over the samples whatever is asked for.
            evaluation = validation.evaluate();
            if (Double.isNaN(evaluation.loss())) {
                throw new DivergedException("the validation loss is NaN", state.epochs.size() + 1, state.steps, rate);
            }
            for (Metric metric : options.metrics()) {
                values.put(metric.name(), metric.of(validation.predictions(), validation.samples()));
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
