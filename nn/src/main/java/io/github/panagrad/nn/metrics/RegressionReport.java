package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All there is to say of predicted values, computed once. A value; threads may share it.
 *
 * @param samples the number of samples
 * @param isWeighted whether samples count by weights, everywhere but in {@code errors}
 * @param figures the metrics for values, by name, averaged over the outputs; NaN where the samples do not define one
 * @param outputs the same for each output
 * @param quantiles how well the predictions do as quantiles, for each level asked for
 * @param errors quantiles of the distance of prediction and target, over all outputs, each sample counted as 1
 * @param notes why figures are not defined; often empty
 */
public record RegressionReport(
        int samples,
        boolean isWeighted,
        Map<String, Double> figures,
        List<Map<String, Double>> outputs,
        List<QuantileError> quantiles,
        List<ErrorQuantile> errors,
        List<String> notes) {
    private static final double[] ERROR_LEVELS = {0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1};

    /** Copies maps and lists. */
    public RegressionReport {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        outputs = List.copyOf(outputs);
        quantiles = List.copyOf(quantiles);
        errors = List.copyOf(errors);
        notes = List.copyOf(notes);
    }

    /**
     * Predictions as quantiles.
     *
     * @param level of the quantile
     * @param pinball the pinball loss, averaged over the outputs
     * @param coverage the share of targets that are not above the prediction, which should be the level
     */
    public record QuantileError(double level, double pinball, double coverage) {}

    /**
     * How large errors are.
     *
     * @param level a share of the predictions
     * @param absoluteError the distance from the target that so many of them are within, interpolated linearly
     */
    public record ErrorQuantile(double level, double absoluteError) {}

    /**
     * Computes everything.
     *
     * @param predictions a row for each sample; read
     * @param data the samples, in the same order
     * @param levels the quantiles that predictions are looked at as, in (0, 1): that of the loss, or 0.5; read
     * @throws MetricException if predictions and samples do not fit each other, or a level is out of range
     */
    public static RegressionReport of(double[][] predictions, Dataset data, double... levels) {
        RegressedSamples samples = RegressedSamples.of(predictions, data);
        Map<String, Double> figures = new LinkedHashMap<>();
        List<Map<String, Double>> outputs = new ArrayList<>();
        for (RegressionFigure figure : RegressionFigure.values()) {
            figures.put(figure.text, figure.of(samples));
        }
        for (int c = 0; c < samples.outputs; c++) {
            Map<String, Double> output = new LinkedHashMap<>();
            output.put(RegressionFigure.R2.text, samples.r2(c));
            output.put(RegressionFigure.MAE.text, samples.meanAbsoluteError(c));
            output.put(RegressionFigure.MSE.text, samples.meanSquaredError(c));
            output.put(RegressionFigure.RMSE.text, Math.sqrt(samples.meanSquaredError(c)));
            output.put(RegressionFigure.MEDIAN_ABSOLUTE_ERROR.text, samples.medianAbsoluteError(c));
            outputs.add(Collections.unmodifiableMap(output));
        }
        List<QuantileError> quantiles = new ArrayList<>();
        for (double level : levels) {
            // Checks the level.
            double pinball = new QuantileMetric(QuantileMetric.Figure.PINBALL, level).of(samples);
            quantiles.add(new QuantileError(level, pinball, samples.mean(samples::coverage)));
        }
        return new RegressionReport(
                samples.size(),
                samples.weights != null,
                figures,
                outputs,
                quantiles,
                errors(samples),
                samples.size() < 2 ? List.of("r2 is not defined for fewer than 2 samples") : List.of());
    }

    private static List<ErrorQuantile> errors(RegressedSamples samples) {
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
