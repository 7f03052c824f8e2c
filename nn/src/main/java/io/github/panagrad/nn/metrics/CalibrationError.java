package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;

/**
 * The expected calibration error.
 *
 * @param bins the number of bins, all of equal width
 */
record CalibrationError(int bins, PredictionKind kind) implements Metric {
    static final String NAME = "calibration_error";

    /** Guo et al., "On Calibration of Modern Neural Networks", ICML 2017. */
    static final int DEFAULT_BINS = 15;

    private static final int MAX_BINS = 10_000;

    CalibrationError {
        if (bins < 1 || bins > MAX_BINS) {
            throw new MetricException(
                    NAME + ": bins: expected a whole number from 1 to " + MAX_BINS + ", found " + bins);
        }
    }

    @Override
    public String name() {
        return bins == DEFAULT_BINS ? NAME : NAME + ":bins=" + bins;
    }

    @Override
    public boolean isHigherBetter() {
        return false;
    }

    @Override
    public String formula() {
        return "mean |frequency - probability| over bins of equal width, of class 1 or the predicted class";
    }

    @Override
    public boolean fits(PredictionKind other) {
        return other == PredictionKind.PROBABILITIES;
    }

    @Override
    public double of(double[][] predictions, Dataset data) {
        return ProbabilityMetrics.calibration(ClassificationSamples.of(predictions, data, kind), bins, false)
                .expectedError();
    }
}
