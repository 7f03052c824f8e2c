package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;

/** A figure for how good predictions are. Those that there are have names, see {@link Metrics}. */
public interface Metric {
    /** Returns the name that it is chosen by, such as {@code roc_auc}. */
    String name();

    /** Returns whether larger is better. */
    boolean isHigherBetter();

    /**
     * Computes the figure.
     *
     * @param predictions a row for each sample: probabilities for classification (one, of class 1, where the network has
     *     one output), else values; read
     * @param data the samples, in the same order, for their targets and weights
     * @return the figure, or NaN where the samples do not define one
     * @throws MetricException if predictions and samples do not fit each other, or the metric
     */
    double of(double[][] predictions, Dataset data);

    /** Returns what it computes, in a line. */
    default String formula() {
        return "";
    }

    /** Returns whether it can be computed from such predictions. */
    default boolean fits(PredictionKind kind) {
        return true;
    }
}
