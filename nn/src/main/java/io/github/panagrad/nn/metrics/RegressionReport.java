package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All metrics of predicted values, computed once. A value; threads may share it.
 *
 * @param samples the number of samples
 * @param isWeighted whether samples are weighted, everywhere except in {@code errors}
 * @param metrics the metrics for values, by name, averaged over the outputs; NaN where a metric is undefined for the
 *     samples
 * @param outputs the metrics of each output
 * @param quantiles the quality of the predictions as quantiles, for each requested level
 * @param errors quantiles of the absolute error, over all outputs, each sample counted as 1
 * @param notes why metrics are undefined; often empty
 */
public record RegressionReport(
        int samples,
        boolean isWeighted,
        Map<String, Double> metrics,
        List<Map<String, Double>> outputs,
        List<QuantileError> quantiles,
        List<ErrorQuantile> errors,
        List<String> notes) {
    private static final double[] ERROR_LEVELS = {0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1};

    /** Copies maps and lists. */
    public RegressionReport {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        outputs = List.copyOf(outputs);
        quantiles = List.copyOf(quantiles);
        errors = List.copyOf(errors);
        notes = List.copyOf(notes);
    }

    /**
     * The quality of predictions as quantiles.
     *
     * @param level the level of the quantile
     * @param pinball the pinball loss, averaged over the outputs
     * @param coverage the share of targets at or below the prediction, ideally equal to the level
     */
    public record QuantileError(double level, double pinball, double coverage) {}

    /**
     * A quantile of the absolute error.
     *
     * @param level the level of the quantile: a share of the predictions
     * @param absoluteError the error that this share of the predictions does not exceed, interpolated linearly
     */
    public record ErrorQuantile(double level, double absoluteError) {}

    /**
     * Computes everything.
     *
     * @param predictions a row for each sample; read
     * @param data the samples, in the same order
     * @param levels the quantile levels to evaluate the predictions at, in (0, 1): the level of the loss, or 0.5; read
     * @throws MetricException if predictions and samples do not match, or a level is out of range
     */
    public static RegressionReport of(double[][] predictions, Dataset data, double... levels) {
        RegressionSamples samples = RegressionSamples.of(predictions, data);
        Map<String, Double> metrics = new LinkedHashMap<>();
        List<Map<String, Double>> outputs = new ArrayList<>();
        for (RegressionMeasure measure : RegressionMeasure.values()) {
            metrics.put(measure.text, measure.of(samples));
        }
        for (int c = 0; c < samples.outputs; c++) {
            Map<String, Double> output = new LinkedHashMap<>();
            output.put(RegressionMeasure.R2.text, samples.r2(c));
            output.put(RegressionMeasure.MAE.text, samples.meanAbsoluteError(c));
            output.put(RegressionMeasure.MSE.text, samples.meanSquaredError(c));
            output.put(RegressionMeasure.RMSE.text, Math.sqrt(samples.meanSquaredError(c)));
            output.put(RegressionMeasure.MEDIAN_ABSOLUTE_ERROR.text, samples.medianAbsoluteError(c));
            outputs.add(Collections.unmodifiableMap(output));
        }
        List<QuantileError> quantiles = new ArrayList<>();
        for (double level : levels) {
            // The constructor checks the level.
            double pinball = new QuantileMetric(QuantileMetric.Measure.PINBALL, level).of(samples);
            quantiles.add(new QuantileError(level, pinball, samples.mean(samples::coverage)));
        }
        return new RegressionReport(
                samples.size(),
                samples.weights != null,
                metrics,
                outputs,
                quantiles,
                errors(samples),
                samples.size() < 2 ? List.of("r2 is undefined for fewer than 2 samples") : List.of());
    }

    private static List<ErrorQuantile> errors(RegressionSamples samples) {
        double[] all = new double[samples.size() * samples.outputs];
        for (int c = 0; c < samples.outputs; c++) {
            System.arraycopy(samples.absoluteErrors(c), 0, all, c * samples.size(), samples.size());
        }
        Arrays.sort(all);
        return Arrays.stream(ERROR_LEVELS)
                .mapToObj(level -> new ErrorQuantile(level, Quantiles.linear(all, level)))
                .toList();
    }
}
