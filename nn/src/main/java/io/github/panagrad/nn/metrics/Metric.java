package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;

/** A metric of the quality of predictions. {@link Metrics} provides the available metrics by name. */
public interface Metric {
    /** Returns the name of the metric, such as {@code roc_auc}. */
    String name();

    /** Returns whether larger values are better. */
    boolean isHigherBetter();

    /**
     * Computes the metric.
     *
     * @param predictions a row for each sample: probabilities or decision values for classification (a single column,
     *     of class 1, if the network has one output), otherwise values; read
     * @param data the samples, in the same order, for their targets and weights
     * @return the value of the metric, or NaN if it is undefined for the samples
     * @throws MetricException if predictions and samples do not match each other or the metric
     */
    double of(double[][] predictions, Dataset data);

    /**
     * Returns whether the metric has a value for samples, whatever is predicted. ROC AUC, for example, has none where a class has
     * no sample.
     */
    default boolean isDefinedFor(Dataset data) {
        return true;
    }

    /** Returns the formula of the metric, in one line. */
    default String formula() {
        return "";
    }

    /** Returns whether the metric can be computed from predictions of a kind. */
    default boolean fits(PredictionKind kind) {
        return true;
    }
}
