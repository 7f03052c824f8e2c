package io.github.panagrad.nn.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.golden.GoldenMetrics;
import io.github.panagrad.tensor.DType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics, curves and reports agree with scikit-learn. */
class MetricsGoldenTest {
    private static final double TOLERANCE = 1e-12;
    private static final GoldenMetrics GOLDEN = GoldenMetrics.read();

    static List<GoldenMetrics.Binary> binary() {
        return GOLDEN.binary();
    }

    static List<GoldenMetrics.Multiclass> multiclass() {
        return GOLDEN.multiclass();
    }

    static List<GoldenMetrics.Regression> regression() {
        return GOLDEN.regression();
    }

    private static double @Nullable [] weights(double[] given) {
        return given.length == 0 ? null : given;
    }

    private static double metric(Map<String, Double> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    private static void compare(Map<String, Double> expected, double[][] predictions, Dataset data) {
        expected.forEach((name, value) -> assertEquals(
                value, Metrics.byName(name).of(predictions, data), TOLERANCE * (1 + Math.abs(value)), name));
    }

    @ParameterizedTest
    @MethodSource("binary")
    void twoClasses(GoldenMetrics.Binary golden) {
        double[][] one = Samples.column(golden.scores());
        double[][] two = Arrays.stream(golden.scores())
                .mapToObj(p -> new double[] {1 - p, p})
                .toArray(double[][]::new);
        Dataset data = Samples.labels(golden.labels(), 2, golden.weights());
        double[][] hot =
                Samples.column(Arrays.stream(golden.labels()).asDoubleStream().toArray());
        compare(golden.figures(), one, data);
        compare(golden.figures(), two, data);
        compare(golden.figures(), one, Samples.values(hot, golden.weights()));
        ClassificationReport report =
                ClassificationReport.of(one, data, PredictionKind.PROBABILITIES, DType.F64, List.of());
        golden.figures()
                .forEach((name, value) ->
                        assertEquals(value, metric(report.metrics(), name), TOLERANCE * (1 + Math.abs(value)), name));
        ConfusionMatrix confusion = ConfusionMatrix.weighted(one, data, PredictionKind.PROBABILITIES);
        for (int k = 0; k < 2; k++) {
            int row = k;
            assertArrayEquals(golden.confusion()[k], points(2, p -> confusion.count(row, p)), TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("binary")
    void curves(GoldenMetrics.Binary golden) {
        double @Nullable [] weights = weights(golden.weights());
        if (golden.roc().length > 0) {
            RocCurve roc = RocCurve.of(golden.scores(), golden.labels(), weights);
            assertArrayEquals(golden.roc()[0], points(roc.size(), roc::falsePositiveRate), TOLERANCE);
            assertArrayEquals(golden.roc()[1], points(roc.size(), roc::truePositiveRate), TOLERANCE);
            assertArrayEquals(golden.roc()[2], points(roc.size() - 1, i -> roc.threshold(i + 1)));
        }
        PrecisionRecallCurve curve = PrecisionRecallCurve.of(golden.scores(), golden.labels(), weights);
        assertArrayEquals(golden.precisionRecall()[0], points(curve.size(), curve::precision), TOLERANCE);
        assertArrayEquals(golden.precisionRecall()[1], points(curve.size(), curve::recall), TOLERANCE);
        assertArrayEquals(golden.precisionRecall()[2], points(curve.size() - 1, curve::threshold));
        for (GoldenMetrics.Calibration calibration : golden.calibration()) {
            CalibrationCurve found = calibration.strategy().equals("uniform")
                    ? CalibrationCurve.uniform(golden.scores(), golden.labels(), weights, calibration.bins())
                    : CalibrationCurve.quantile(golden.scores(), golden.labels(), weights, calibration.bins());
            String what = calibration.strategy() + " " + calibration.bins();
            List<CalibrationCurve.Bin> bins = found.bins();
            assertArrayEquals(
                    calibration.frequencies(),
                    points(bins.size(), i -> bins.get(i).frequency()),
                    TOLERANCE,
                    what);
            assertArrayEquals(
                    calibration.predictions(),
                    points(bins.size(), i -> bins.get(i).meanPrediction()),
                    TOLERANCE,
                    what);
        }
    }

    private static double[] points(int count, IntToDoubleFunction point) {
        return IntStream.range(0, count).mapToDouble(point).toArray();
    }

    @ParameterizedTest
    @MethodSource("multiclass")
    void moreClasses(GoldenMetrics.Multiclass golden) {
        int classes = golden.probabilities()[0].length;
        Dataset data = Samples.labels(golden.labels(), classes, golden.weights());
        double[][] hot = Arrays.stream(golden.labels())
                .mapToObj(label -> points(classes, k -> k == label ? 1 : 0))
                .toArray(double[][]::new);
        compare(golden.figures(), golden.probabilities(), data);
        compare(golden.figures(), golden.probabilities(), Samples.values(hot, golden.weights()));
        ClassificationReport report = ClassificationReport.of(
                golden.probabilities(), data, PredictionKind.PROBABILITIES, DType.F64, List.of());
        golden.figures()
                .forEach((name, value) ->
                        assertEquals(value, metric(report.metrics(), name), TOLERANCE * (1 + Math.abs(value)), name));
        ConfusionMatrix confusion =
                ConfusionMatrix.weighted(golden.probabilities(), data, PredictionKind.PROBABILITIES);
        for (int k = 0; k < classes; k++) {
            int row = k;
            assertArrayEquals(golden.confusion()[k], points(classes, p -> confusion.count(row, p)), TOLERANCE);
            ClassificationReport.ClassReport found = report.classes().get(k);
            assertEquals(golden.perClass()[0][k], found.precision(), TOLERANCE);
            assertEquals(golden.perClass()[1][k], found.recall(), TOLERANCE);
            assertEquals(golden.perClass()[2][k], found.f1(), TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("regression")
    void realTargets(GoldenMetrics.Regression golden) {
        Dataset data = Samples.values(golden.targets(), golden.weights());
        compare(golden.figures(), golden.predictions(), data);
        RegressionReport report = RegressionReport.of(golden.predictions(), data, 0.1, 0.5, 0.9);
        report.metrics().forEach((name, value) -> assertEquals(metric(golden.figures(), name), value, 1e-9, name));
        assertEquals(
                metric(golden.figures(), "pinball:level=0.1"),
                report.quantiles().get(0).pinball(),
                TOLERANCE);
        assertEquals(
                metric(golden.figures(), "pinball"), report.quantiles().get(1).pinball(), TOLERANCE);
    }

    /** All metrics that scikit-learn supports are in the table; otherwise a new one would be untested. */
    @Test
    void allAreThere() {
        Set<String> tested = new HashSet<>();
        GOLDEN.binary().forEach(golden -> tested.addAll(golden.figures().keySet()));
        GOLDEN.regression().forEach(golden -> tested.addAll(golden.figures().keySet()));
        Set<String> untested = new HashSet<>(Metrics.names());
        untested.removeAll(tested);
        // scikit-learn has no such functions; another test compares with values computed by hand.
        assertEquals(Set.of("calibration_error", "coverage_error"), untested);
        assertTrue(GOLDEN.binary().stream().anyMatch(golden -> golden.weights().length > 0));
        assertFalse(GOLDEN.multiclass().isEmpty());
    }
}
