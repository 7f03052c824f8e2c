package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;

/** A figure for predicted values. */
record RegressionMetric(RegressionFigure figure) implements Metric {
    @Override
    public String name() {
        return figure.text;
    }

    @Override
    public boolean isHigherBetter() {
        return figure.isHigherBetter;
    }

    @Override
    public String formula() {
        return figure.formula;
    }

    @Override
    public boolean fits(PredictionKind kind) {
        return kind == PredictionKind.VALUES;
    }

    @Override
    public double of(double[][] predictions, Dataset data) {
        return figure.of(RegressedSamples.of(predictions, data));
    }
}
