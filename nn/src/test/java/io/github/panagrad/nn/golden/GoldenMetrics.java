package io.github.panagrad.nn.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures that scikit-learn computed for small tables, with ties, weights and absent classes; the file says which version.
 *
 * @param binary tables with two classes
 * @param multiclass tables with more
 * @param regression tables with real targets
 */
public record GoldenMetrics(List<Binary> binary, List<Multiclass> multiclass, List<Regression> regression) {

    /**
     * Two classes. Where there are no weights their array is empty.
     *
     * @param roc rows of false positive rates, true positive rates and thresholds; the first point has no threshold; empty if
     *     a class is absent
     * @param precisionRecall rows of precisions, recalls and thresholds; the last point has no threshold
     */
    @SuppressWarnings("ArrayRecordComponent") // figures to compare with, not values to compare
    public record Binary(
            String name,
            double[] scores,
            int[] labels,
            double[] weights,
            Map<String, Double> figures,
            double[][] roc,
            double[][] precisionRecall,
            double[][] confusion,
            List<Calibration> calibration) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A calibration curve: for each bin that is not empty the share of positives and the mean prediction. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Calibration(String strategy, int bins, double[] frequencies, double[] predictions) {}

    /**
     * More classes.
     *
     * @param perClass rows of precision, recall and F1, with a number for each class
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Multiclass(
            String name,
            double[][] probabilities,
            int[] labels,
            double[] weights,
            Map<String, Double> figures,
            double[][] confusion,
            double[][] perClass) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Real targets. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Regression(
            String name, double[][] targets, double[][] predictions, double[] weights, Map<String, Double> figures) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Reads {@code golden/metrics.json} from the class path. */
    public static GoldenMetrics read() {
        GoldenJson json = GoldenJson.read("metrics");
        return new GoldenMetrics(
                json.get("binary").elements().stream()
                        .map(GoldenMetrics::binary)
                        .toList(),
                json.get("multiclass").elements().stream()
                        .map(GoldenMetrics::multiclass)
                        .toList(),
                json.get("regression").elements().stream()
                        .map(GoldenMetrics::regression)
                        .toList());
    }

    private static Binary binary(GoldenJson json) {
        return new Binary(
                json.get("name").text(),
                json.get("scores").vector(),
                integers(json.get("labels")),
                json.get("weights").vector(),
                figures(json),
                json.keys().contains("roc") ? vectors(json.get("roc"), "fpr", "tpr", "thresholds") : new double[0][],
                vectors(json.get("pr"), "precision", "recall", "thresholds"),
                json.get("confusion").matrix(),
                calibration(json));
    }

    private static List<Calibration> calibration(GoldenJson json) {
        List<Calibration> curves = new ArrayList<>();
        if (json.keys().contains("calibration")) {
            for (GoldenJson curve : json.get("calibration").elements()) {
                curves.add(new Calibration(
                        curve.get("strategy").text(),
                        (int) curve.get("bins").number(),
                        curve.get("true").vector(),
                        curve.get("predicted").vector()));
            }
        }
        return curves;
    }

    private static Multiclass multiclass(GoldenJson json) {
        return new Multiclass(
                json.get("name").text(),
                json.get("probabilities").matrix(),
                integers(json.get("labels")),
                json.get("weights").vector(),
                figures(json),
                json.get("confusion").matrix(),
                vectors(json, "precision", "recall", "class_f1"));
    }

    private static Regression regression(GoldenJson json) {
        return new Regression(
                json.get("name").text(),
                json.get("targets").matrix(),
                json.get("predictions").matrix(),
                json.get("weights").vector(),
                figures(json));
    }

    private static Map<String, Double> figures(GoldenJson json) {
        Map<String, Double> figures = new LinkedHashMap<>();
        GoldenJson entries = json.get("figures");
        entries.keys().forEach(key -> figures.put(key, entries.get(key).number()));
        return figures;
    }

    private static double[][] vectors(GoldenJson json, String... keys) {
        return Arrays.stream(keys).map(key -> json.get(key).vector()).toArray(double[][]::new);
    }

    private static int[] integers(GoldenJson json) {
        return Arrays.stream(json.vector()).mapToInt(value -> (int) value).toArray();
    }
}
