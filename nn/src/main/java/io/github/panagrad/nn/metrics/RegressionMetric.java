package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;

/** A regression metric. */
record RegressionMetric(RegressionMeasure measure) implements Metric {
    @Override
    public String name() {
        return measure.text;
    }

    @Override
    public boolean isHigherBetter() {
        return measure.isHigherBetter;
    }

    @Override
    public String formula() {
        return measure.formula;
    }

    @Override
    public boolean fits(PredictionKind kind) {
        return kind == PredictionKind.VALUES;
    }

    @Override
    public boolean isDefinedFor(Dataset data) {
        return measure != RegressionMeasure.R2 || data.size() > 1;
    }

    @Override
    public double of(double[][] predictions, Dataset data) {
        return measure.of(RegressionSamples.of(predictions, data));
    }
}
