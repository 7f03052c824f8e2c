package io.github.panagrad.nn.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, values computed by hand, undefined metrics, and invalid input. */
class MetricsTest {
    private static final double[][] HALVES = Samples.column(0.2, 0.8);

    private static void refuse(String message, Executable call) {
        MetricException refused = assertThrows(MetricException.class, call);
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    @Test
    void names() {
        for (String name : Metrics.names()) {
            Metric metric = Metrics.byName(name);
            assertEquals(name, metric.name());
            assertFalse(metric.formula().isEmpty());
            assertEquals(
                    metric.fits(PredictionKind.VALUES),
                    Metrics.names(PredictionKind.VALUES).contains(name));
        }
        assertEquals("pinball:level=0.9", Metrics.byName("pinball:level=0.9").name());
        assertEquals("pinball:level=0.9", Metrics.byName("pinball:0.9").name());
        assertEquals(
                "calibration_error:bins=3",
                Metrics.byName("calibration_error:bins=3").name());
        assertTrue(Metrics.byName("roc_auc").isHigherBetter());
        assertFalse(Metrics.byName("log_loss").isHigherBetter());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auc | unknown metric 'auc': expected one of log_loss, accuracy, balanced_accuracy, roc_auc",
                "pinball:level=1 | in (0, 1)",
                "pinball:level=x | expected level=N",
                "calibration_error:bins=0 | from 1 to 10000",
                "calibration_error:level=3 | expected bins=N",
                "f1:2 | takes no hyper-parameter"
            })
    void badNames(String name, String message) {
        refuse(message, () -> Metrics.byName(name));
    }

    @Test
    void aMetricMustFitThePredictions() {
        refuse(
                "'log_loss' cannot be computed from decision values: expected one of accuracy, balanced_accuracy, roc_auc",
                () -> Metrics.byName("log_loss", PredictionKind.DECISION_VALUES, DType.F32));
        refuse("'f1' cannot be computed from values", () -> Metrics.byName("f1", PredictionKind.VALUES, DType.F32));
        refuse(
                "'r2' cannot be computed from probabilities",
                () -> Metrics.byName("r2", PredictionKind.PROBABILITIES, DType.F32));
    }

    @Test
    void decisionValuesAreCutAtZero() {
        double[][] values = Samples.column(-3, 0.25, 0, 40);
        Dataset data = Samples.labels(new int[] {0, 1, 0, 1}, 2);
        for (String name : Metrics.names(PredictionKind.DECISION_VALUES)) {
            assertEquals(
                    1,
                    Metrics.byName(name, PredictionKind.DECISION_VALUES, DType.F32)
                            .of(values, data),
                    name);
        }
        // Of two decision values the larger one determines the class; samples are ranked by the difference.
        double[][] two = {{5, 4}, {-3, -2}, {-1, 0}, {9, -1}};
        Dataset twice = Samples.labels(new int[] {0, 1, 1, 0}, 2);
        for (String name : Metrics.names(PredictionKind.DECISION_VALUES)) {
            assertEquals(
                    1,
                    Metrics.byName(name, PredictionKind.DECISION_VALUES, DType.F32)
                            .of(two, twice),
                    name);
        }
    }

    /** Clipping by the ε of the type prevents infinity. */
    @Test
    void logLossOfCertainAndWrong() {
        double[][] certain = Samples.column(1);
        Dataset data = Samples.labels(new int[] {0}, 2);
        assertEquals(
                -Math.log(0x1p-52),
                Metrics.byName("log_loss", PredictionKind.PROBABILITIES, DType.F64)
                        .of(certain, data),
                1e-9);
        assertEquals(
                -Math.log(0x1p-23),
                Metrics.byName("log_loss", PredictionKind.PROBABILITIES, DType.F32)
                        .of(certain, data),
                1e-6);
    }

    @Test
    void calibrationByHand() {
        // Two bins: {0.1, 0.3} without positive samples, and {0.6, 0.8}, where both are positive.
        double[][] binary = Samples.column(0.1, 0.3, 0.6, 0.8);
        Dataset data = Samples.labels(new int[] {0, 0, 1, 1}, 2);
        assertEquals(0.25, Metrics.byName("calibration_error:bins=2").of(binary, data), 1e-12);
        // With more classes the predicted one is used: confidences 0.6 (correct) and 0.5 (wrong), in different bins.
        double[][] three = {{0.6, 0.3, 0.1}, {0.2, 0.3, 0.5}};
        Dataset classes = Samples.labels(new int[] {0, 1}, 3);
        assertEquals((0.4 + 0.5) / 2, Metrics.byName("calibration_error:bins=2").of(three, classes), 1e-12);
        // Summed over the classes: 0.16 + 0.09 + 0.01 and 0.04 + 0.49 + 0.25.
        assertEquals((0.26 + 0.78) / 2, Metrics.byName("brier").of(three, classes), 1e-12);
        CalibrationCurve curve = CalibrationCurve.uniform(new double[] {0.1, 0.3}, new int[] {1, 0}, null, 2);
        assertEquals(0.3, curve.expectedError(), 1e-12);
        assertEquals(0.3, curve.largestError(), 1e-12);
    }

    @Test
    void coverageByHand() {
        Dataset data = Samples.values(Samples.column(1, 2, 3, 4));
        double[][] predictions = Samples.column(2, 2, 2, 2);
        assertEquals(0.4, Metrics.byName("coverage_error:level=0.9").of(predictions, data), 1e-12);
        // 0.9 (1 + 2) above, 0.1 · 1 below.
        assertEquals(2.8 / 4, Metrics.byName("pinball:level=0.9").of(predictions, data), 1e-12);
        RegressionReport report = RegressionReport.of(predictions, data, 0.9);
        assertEquals(
                new RegressionReport.QuantileError(0.9, 2.8 / 4, 0.5),
                report.quantiles().getFirst());
        assertEquals(2, report.errors().getLast().absoluteError());
        refuse("level", () -> RegressionReport.of(predictions, data, 1.5));
    }

    /** NaN where scikit-learn's latest release gives NaN, with the reason in the report. */
    @Test
    void undefinedMetrics() {
        Dataset ones = Samples.labels(new int[] {1, 1}, 2);
        assertEquals(Double.NaN, Metrics.byName("roc_auc").of(HALVES, ones));
        ClassificationReport report =
                ClassificationReport.of(HALVES, ones, PredictionKind.PROBABILITIES, DType.F32, List.of("no", "yes"));
        assertTrue(report.notes().getFirst().startsWith("no sample is of class no: roc_auc is undefined"));
        double[][] three = {{0.6, 0.3, 0.1}, {0.2, 0.3, 0.5}};
        Dataset two = Samples.labels(new int[] {0, 2}, 3);
        assertEquals(Double.NaN, Metrics.byName("roc_auc").of(three, two));
        assertEquals(Double.NaN, Metrics.byName("pr_auc").of(three, two));
        assertEquals(1, Metrics.byName("balanced_accuracy").of(three, two));
        assertEquals(1, Metrics.byName("f1").of(three, two));
        Dataset single = Samples.values(Samples.column(3));
        assertEquals(Double.NaN, Metrics.byName("r2").of(Samples.column(3), single));
        assertEquals(
                List.of("r2 is undefined for fewer than 2 samples"),
                RegressionReport.of(Samples.column(3), single).notes());
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Metric auc = Metrics.byName("roc_auc");
        Dataset data = Samples.labels(new int[] {0, 1}, 2);
        refuse("2 samples but 1 predictions", () -> auc.of(Samples.column(0.5), data));
        refuse("no samples", () -> auc.of(new double[0][], data.subset(new int[0])));
        refuse("sample 1, output 0: expected a probability, found 1.5", () -> auc.of(Samples.column(0.5, 1.5), data));
        refuse("found NaN", () -> auc.of(Samples.column(0.5, Double.NaN), data));
        refuse("sample 1: expected 1 predictions", () -> auc.of(new double[][] {{0.5}, {0.5, 0.5}}, data));
        refuse("class 2 is out of range", () -> auc.of(HALVES, Samples.labels(new int[] {0, 2}, 3)));
        refuse("target 0.5 is not a class", () -> auc.of(HALVES, Samples.values(Samples.column(0.5, 1))));
        double[][] several = {{0.5, 0.6}, {0.5, 0.6}};
        refuse("sample 0 has 2 classes", () -> auc.of(several, Samples.values(new double[][] {{1, 1}, {0, 1}})));
        refuse("2 predictions for each sample but 1", () -> auc.of(several, Samples.values(Samples.column(0, 1))));
        Dataset weighted = Samples.labels(new int[] {0, 1}, 2, 0, 1).subset(new int[] {0});
        refuse("weights of all 1 samples are 0", () -> auc.of(Samples.column(0.5), weighted));
        Metric r2 = Metrics.byName("r2");
        refuse("not a finite number", () -> r2.of(Samples.column(1, Double.NaN), Samples.values(HALVES)));
        refuse("1 target columns", () -> r2.of(several, Samples.values(HALVES)));
        refuse(
                "3 class names",
                () -> ClassificationReport.of(
                        HALVES, data, PredictionKind.PROBABILITIES, DType.F32, List.of("a", "b", "c")));
        refuse(
                "found values",
                () -> ClassificationReport.of(HALVES, data, PredictionKind.VALUES, DType.F32, List.of()));
    }

    @Test
    void arraysThatDoNotFit() {
        double[] scores = {0.1, 0.9};
        refuse("1 labels", () -> RocCurve.of(scores, new int[1], null));
        refuse("found 2", () -> RocCurve.of(scores, new int[] {0, 2}, null));
        refuse("1 weights", () -> RocCurve.of(scores, new int[2], new double[1]));
        refuse("not negative, found -1", () -> RocCurve.of(scores, new int[2], new double[] {1, -1}));
        refuse("Infinity", () -> RocCurve.of(new double[] {1 / 0.0, 0}, new int[2], null));
        refuse("probability, found 2", () -> CalibrationCurve.uniform(new double[] {2}, new int[1], null, 3));
        refuse("bins", () -> CalibrationCurve.quantile(scores, new int[2], null, 0));
        refuse(
                "at least 2 points",
                () -> RocCurve.of(scores, new int[] {0, 1}, null).downsampled(1));
        refuse("expected 2 columns", () -> new ConfusionMatrix(new double[][] {{1}, {1}}));
        refuse("no samples", () -> new ConfusionMatrix(new double[2][2]));
        refuse("at least 0, found -1", () -> new ConfusionMatrix(new double[][] {{-1}}));
    }

    /** (c s − Σ t p) / √((s² − Σ p²)(s² − Σ t²)) with the sums of rows 2, 3, 3 and of columns 3, 2, 3. */
    @Test
    void matthewsByHand() {
        ConfusionMatrix table = new ConfusionMatrix(new double[][] {{2, 0, 0}, {1, 1, 1}, {0, 1, 2}});
        assertEquals((5 * 8 - (2 * 3 + 3 * 2 + 3 * 3)) / Math.sqrt((64.0 - 22) * (64 - 22)), table.matthews(), 1e-12);
        assertEquals(0, new ConfusionMatrix(new double[][] {{0.1, 0.2}, {0, 0}}).matthews());
    }
}
