package io.github.panagrad.nn.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of metrics that hold for any predictions. */
class MetricsPropertyTest {
    /** Scores with few distinct values, so that most are tied. */
    private static double[] scores(int count, int distinct, long seed) {
        return IntStream.range(0, count)
                .mapToDouble(i -> (RandomKey.of(seed).below(i, distinct) + 0.5) / distinct)
                .toArray();
    }

    private static int[] labels(int count, int classes, long seed) {
        return IntStream.range(0, count)
                .map(i -> i < classes ? i : RandomKey.of(seed).fold(1).below(i, classes))
                .toArray();
    }

    private static double[] weights(int count, long seed) {
        return IntStream.range(0, count)
                .mapToDouble(i -> RandomKey.of(seed).fold(2).below(i, 5) / 2.0)
                .toArray();
    }

    /** The share of pairs that are ranked correctly, where a tie counts one half. */
    private static double pairs(double[] scores, int[] labels, double @Nullable [] weights) {
        double right = 0;
        double all = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    double weight = SampleWeights.at(weights, i) * SampleWeights.at(weights, j);
                    right += weight * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0);
                    all += weight;
                }
            }
        }
        return right / all;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 13, 207})
    void theAreaIsTheShareOfPairs(int count) {
        for (int distinct : new int[] {1, 2, 7, 1000}) {
            double[] scores = scores(count, distinct, count);
            int[] labels = labels(count, 2, count);
            double[] weights = weights(count, count);
            weights[0] = 1;
            weights[1] = 0.5;
            assertEquals(
                    pairs(scores, labels, null),
                    RocCurve.of(scores, labels, null).area(),
                    1e-12);
            assertEquals(
                    pairs(scores, labels, weights),
                    RocCurve.of(scores, labels, weights).area(),
                    1e-12);
        }
    }

    @Test
    void ranksAloneMatter() {
        double[] scores = scores(101, 17, 3);
        int[] labels = labels(101, 2, 3);
        double[] bent = Arrays.stream(scores).map(s -> Math.log(s) * 1e6 - 5).toArray();
        double[] turned = Arrays.stream(scores).map(s -> -s).toArray();
        double area = RocCurve.of(scores, labels, null).area();
        assertEquals(area, RocCurve.of(bent, labels, null).area());
        assertEquals(1 - area, RocCurve.of(turned, labels, null).area(), 1e-12);
        assertEquals(
                PrecisionRecallCurve.of(scores, labels, null).averagePrecision(),
                PrecisionRecallCurve.of(bent, labels, null).averagePrecision());
    }

    /** A weight of 2 is equivalent to having the sample twice, and a weight of 0 to not having it. */
    @Test
    void weightsAreCounts() {
        double[][] predictions = Arrays.stream(scores(67, 11, 5))
                .mapToObj(p -> new double[] {p * 0.5, p * 0.25, 1 - p * 0.75})
                .toArray(double[][]::new);
        int[] labels = labels(67, 3, 5);
        double[] counts =
                IntStream.range(0, 67).mapToDouble(i -> i < 3 ? 1 : i % 3).toArray();
        int[] repeated = IntStream.range(0, 67)
                .flatMap(i -> IntStream.range(0, (int) counts[i]).map(_ -> i))
                .toArray();
        Dataset weighted = Samples.labels(labels, 3, counts);
        Dataset plain = Samples.labels(labels, 3).subset(repeated);
        double[][] same = Arrays.stream(repeated).mapToObj(i -> predictions[i]).toArray(double[][]::new);
        for (String name : Metrics.names(PredictionKind.PROBABILITIES)) {
            Metric metric = Metrics.byName(name);
            assertEquals(metric.of(same, plain), metric.of(predictions, weighted), 1e-12, name);
        }
        double[][] targets =
                Arrays.stream(labels).mapToObj(l -> new double[] {l, -l, 1}).toArray(double[][]::new);
        Dataset values = Samples.values(targets, counts);
        Dataset plainValues = Samples.values(targets).subset(repeated);
        for (String name : Metrics.names(PredictionKind.VALUES)) {
            // Without weights, the median of an even number of samples is the mean of two, as in scikit-learn.
            if (!name.equals("median_absolute_error")) {
                Metric metric = Metrics.byName(name);
                assertEquals(metric.of(same, plainValues), metric.of(predictions, values), 1e-12, name);
            }
        }
    }

    /** Neither multiplying all weights by a factor nor the order of the samples has an effect. */
    @Test
    void scaleAndOrderDoNotMatter() {
        double[][] predictions = Samples.column(scores(53, 9, 8));
        int[] labels = labels(53, 2, 8);
        double[] weights = weights(53, 8);
        Dataset data = Samples.labels(labels, 2, weights);
        Dataset scaled =
                Samples.labels(labels, 2, Arrays.stream(weights).map(w -> w * 8).toArray());
        int[] order = new int[53];
        RandomKey.of(4).permute(order);
        double[][] moved = Arrays.stream(order).mapToObj(i -> predictions[i]).toArray(double[][]::new);
        for (String name : Metrics.names(PredictionKind.PROBABILITIES)) {
            Metric metric = Metrics.byName(name);
            double value = metric.of(predictions, data);
            assertEquals(value, metric.of(predictions, scaled), 1e-12, name);
            assertEquals(value, metric.of(moved, data.subset(order)), 1e-12, name);
        }
    }

    @Test
    void theReportHasTheMetrics() {
        double[] scores = scores(90, 20, 6);
        double[][] predictions = Arrays.stream(scores)
                .mapToObj(p -> new double[] {p / 2, 1 - p, p / 2})
                .toArray(double[][]::new);
        Dataset data = Samples.labels(labels(90, 3, 6), 3, weights(90, 6));
        for (DType dtype : DType.values()) {
            for (PredictionKind kind : List.of(PredictionKind.PROBABILITIES, PredictionKind.DECISION_VALUES)) {
                ClassificationReport report =
                        ClassificationReport.of(predictions, data, kind, dtype, List.of("a", "b", "c"));
                assertEquals(Metrics.names(kind), List.copyOf(report.metrics().keySet()));
                report.metrics()
                        .forEach((name, value) -> assertEquals(
                                Metrics.byName(name, kind, dtype).of(predictions, data), value, 1e-12, name));
            }
        }
        RegressionReport report = RegressionReport.of(predictions, Samples.values(predictions), 0.3);
        assertTrue(Metrics.names(PredictionKind.VALUES)
                .containsAll(report.metrics().keySet()));
        assertEquals(1, report.metrics().get("r2"));
        assertEquals(1, report.quantiles().getFirst().coverage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 13, 207, 5000})
    void sortedLikeAComparisonSort(int count) {
        double[] special = {0.0, -0.0, 1, -1, Double.MIN_VALUE, -Double.MIN_VALUE, 1e300, -1e300, 0.1f, Double.MAX_VALUE
        };
        double[] values = IntStream.range(0, count)
                .mapToDouble(i -> i % 3 == 0
                        ? special[RandomKey.of(count).below(i, special.length)]
                        : RandomKey.of(count).normal(i))
                .toArray();
        int[] expected = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> values[i] + 0.0))
                .mapToInt(i -> i)
                .toArray();
        assertArrayEquals(expected, SortedOrder.ascending(values));
    }

    /** A downsampled curve keeps the end points and has about the requested number of points. */
    @Test
    void downsampledCurves() {
        double[] scores = scores(20_000, 1 << 20, 7);
        int[] labels = labels(20_000, 2, 7);
        RocCurve roc = RocCurve.of(scores, labels, null);
        RocCurve thin = roc.downsampled(100);
        assertTrue(roc.size() > 5000 && thin.size() <= 101 && thin.size() >= 50, () -> "kept " + thin.size());
        assertEquals(roc.area(), thin.area());
        assertEquals(0, thin.falsePositiveRate(0));
        assertEquals(1, thin.truePositiveRate(thin.size() - 1));
        PrecisionRecallCurve curve =
                PrecisionRecallCurve.of(scores, labels, null).downsampled(100);
        assertTrue(curve.size() <= 101, () -> "kept " + curve.size());
        assertEquals(0, curve.recall(curve.size() - 1));
        assertEquals(1, curve.recall(0));
        int[] none = new int[500];
        RocCurve undefined = RocCurve.of(Arrays.copyOf(scores, 500), none, null);
        assertEquals(undefined.size(), undefined.downsampled(5000).size());
        assertTrue(undefined.downsampled(10).size() <= 11);
    }
}
