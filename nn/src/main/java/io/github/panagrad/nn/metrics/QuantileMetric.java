package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;

/**
 * A metric of predicted quantiles.
 *
 * @param level the level of the quantile, in (0, 1)
 */
record QuantileMetric(Measure measure, double level) implements Metric {
    static final double DEFAULT_LEVEL = 0.5;

    QuantileMetric {
        if (!(level > 0 && level < 1)) {
            throw new MetricException(measure.text + ": level: expected a number in (0, 1), found " + level);
        }
    }

    /** The quantile metrics. */
    enum Measure {
        PINBALL("pinball", "mean of level (y - p) if y > p, else (1 - level) (p - y), averaged over outputs"),
        COVERAGE_ERROR("coverage_error", "|share of targets at most the prediction - level|, averaged over outputs");

        final String text;
        final String formula;

        Measure(String text, String formula) {
            this.text = text;
            this.formula = formula;
        }
    }

    @Override
    public String name() {
        return level == DEFAULT_LEVEL ? measure.text : measure.text + ":level=" + level;
    }

    @Override
    public boolean isHigherBetter() {
        return false;
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
    public double of(double[][] predictions, Dataset data) {
        return of(RegressionSamples.of(predictions, data));
    }

    double of(RegressionSamples samples) {
        return samples.mean(output -> measure == Measure.PINBALL
                ? samples.pinball(output, level)
                : Math.abs(samples.coverage(output) - level));
    }
}
