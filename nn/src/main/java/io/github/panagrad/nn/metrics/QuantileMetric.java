package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;

/**
 * A figure for predicted quantiles.
 *
 * @param level of the quantile, in (0, 1)
 */
record QuantileMetric(Figure figure, double level) implements Metric {
    static final double USUAL_LEVEL = 0.5;

    QuantileMetric {
        if (!(level > 0 && level < 1)) {
            throw new MetricException(figure.text + ": level: expected a number above 0 and below 1, found " + level);
        }
    }

    /** Which. */
    enum Figure {
        PINBALL("pinball", "mean of level (y - p) if y > p, else (1 - level) (p - y), averaged over outputs"),
        COVERAGE_ERROR("coverage_error", "|share of targets at most the prediction - level|, averaged over outputs");

        final String text;
        final String formula;

        Figure(String text, String formula) {
            this.text = text;
            this.formula = formula;
        }
    }

    @Override
    public String name() {
        return level == USUAL_LEVEL ? figure.text : figure.text + ":level=" + level;
    }

    @Override
    public boolean isHigherBetter() {
        return false;
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
        return of(RegressedSamples.of(predictions, data));
    }

    double of(RegressedSamples samples) {
        return samples.mean(output ->
                figure == Figure.PINBALL ? samples.pinball(output, level) : Math.abs(samples.coverage(output) - level));
    }
}
