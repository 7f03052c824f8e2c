package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.NumberCode;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Scaled numbers, compared with values computed by hand. */
class ScalingTest {
    private static final double NAN = Double.NaN;

    private static double[] encoded(PipelineConfig config, double... values) {
        Dataset data = dataset(config, values);
        return column(data, 0);
    }

    private static Dataset dataset(PipelineConfig config, double... values) {
        ArrayTable table = table(values);
        return Pipeline.fit(table, config).encode(table, DType.F64);
    }

    private static ArrayTable table(double... values) {
        return new ArrayTable()
                .numbers("x", values)
                .numbers(
                        "y",
                        Role.TARGET,
                        IntStream.range(0, values.length)
                                .asDoubleStream()
                                .map(i -> i * 0.5)
                                .toArray());
    }

    private static double[] column(Dataset data, int column) {
        return IntStream.range(0, data.size())
                .mapToDouble(r -> data.features().get(r, column))
                .toArray();
    }

    private static PipelineConfig scaling(Scaling scaling) {
        return PipelineConfig.defaults().withScaling(scaling);
    }

    @Test
    void standardisedIsDistanceFromTheMeanInPopulationDeviations() {
        // Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; deviation sqrt(32 / 8) = 2.
        assertArrayEquals(
                new double[] {-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2},
                encoded(scaling(Scaling.STANDARDIZE), 2, 4, 4, 4, 5, 5, 7, 9));
    }

    @Test
    void robustIsDistanceFromTheMedianInQuartiles() {
        // Sorted 1 2 3 4 100: median 3, quartiles 2 and 4.
        assertArrayEquals(new double[] {-1, -0.5, 48.5, 0, 0.5}, encoded(scaling(Scaling.ROBUST), 1, 2, 100, 3, 4));
    }

    @Test
    void robustQuartilesAreInterpolated() {
        // Sorted 1 2 4 8: quartiles at 0.75 and 2.25, so 1.75 and 5; median 3.
        assertArrayEquals(
                new double[] {-2 / 3.25, -1 / 3.25, 1 / 3.25, 5 / 3.25},
                encoded(scaling(Scaling.ROBUST), 1, 2, 4, 8),
                1e-15);
    }

    @Test
    void robustFallsBackToTheDeviationWhereTheQuartilesAreTheSame() {
        // Nine zeros and a ten: median 0, mean 1, deviation 3.
        assertArrayEquals(
                new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 10 / 3.0},
                encoded(scaling(Scaling.ROBUST), 0, 0, 0, 0, 0, 0, 0, 0, 0, 10),
                1e-15);
    }

    @Test
    void theClipIsSmoothAndKeepsWithinThree() {
        // As above: median 3, quartiles 2 and 4.
        double[] robust = {-1, -0.5, 48.5, 0, 0.5};
        double[] expected = Arrays.stream(robust)
                .map(c -> c / Math.sqrt(1 + c / 3 * (c / 3)))
                .toArray();
        assertArrayEquals(expected, encoded(scaling(Scaling.ROBUST_CLIP), 1, 2, 100, 3, 4), 1e-15);
        double[] huge = {1e200, -Double.MAX_VALUE, Double.NaN};
        new NumberCode.Clipped(0, 1e-3).encode(huge, 3);
        assertArrayEquals(new double[] {3, -3, Double.NaN}, huge);
    }

    @Test
    void theClipFallsBackToHalfOfTheRange() {
        // Nine zeros and a ten, which is twice half of the range: 2 / sqrt(1 + 4/9).
        assertArrayEquals(
                new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 2 / Math.sqrt(1 + 4.0 / 9)},
                encoded(scaling(Scaling.ROBUST_CLIP), 0, 0, 0, 0, 0, 0, 0, 0, 0, 10),
                1e-15);
        ArrayTable table = table(1, 2, 100, 3, 4);
        Pipeline pipeline = Pipeline.fit(table, scaling(Scaling.ROBUST_CLIP));
        assertEquals(pipeline, Pipeline.fromJson(pipeline.toJson()));
    }

    @Test
    void minMaxIsFromZeroToOneAndBeyondForOthers() {
        ArrayTable table = table(10, 30, 20);
        Pipeline pipeline = Pipeline.fit(table, scaling(Scaling.MIN_MAX));
        assertArrayEquals(new double[] {0, 1, 0.5}, column(pipeline.encode(table, DType.F64), 0));
        assertArrayEquals(new double[] {-0.5, 2}, column(pipeline.encode(table(0, 50), DType.F64), 0));
    }

    @Test
    void uniformQuantilesAreMiddleRanks() {
        // Sorted 1 1 1 5 9: middle ranks 1.5/5, 3.5/5, 4.5/5; halfway from 1 to 5 halfway between the ranks.
        ArrayTable table = table(1, 5, 1, 9, 1);
        Pipeline pipeline = Pipeline.fit(table, scaling(Scaling.QUANTILE_UNIFORM));
        assertArrayEquals(new double[] {0.3, 0.7, 0.3, 0.9, 0.3}, column(pipeline.encode(table, DType.F64), 0), 1e-15);
        assertArrayEquals(
                new double[] {0.3, 0.5, 0.9}, column(pipeline.encode(table(-1000, 3, 1000), DType.F64), 0), 1e-15);
    }

    @Test
    void normalQuantilesAreThoseOfTheNormalDistribution() {
        // Middle ranks 0.1, 0.3, 0.5, 0.7, 0.9; quantiles from a table of the normal distribution.
        assertArrayEquals(
                new double[] {1.2815515655, -0.5244005127, 0, 0.5244005127, -1.2815515655},
                encoded(scaling(Scaling.QUANTILE_NORMAL), 5e6, -3, 0, 7, -900),
                1e-8);
    }

    @Test
    void normalQuantilesAreRightInTheTails() {
        assertEquals(1.959963984540054, NormalQuantile.of(0.975), 1e-8);
        assertEquals(-3.090232306167813, NormalQuantile.of(0.001), 1e-8);
        assertEquals(-4.753424308822899, NormalQuantile.of(1e-6), 1e-8);
        assertEquals(0, NormalQuantile.of(0.5));
        assertEquals(-NormalQuantile.of(0.25), NormalQuantile.of(0.75));
    }

    @Test
    void manyDifferentNumbersBecomeNearlyNormal() {
        Random random = new Random(7);
        double[] values = IntStream.range(0, 5000)
                .mapToDouble(i -> Math.exp(5 * random.nextDouble()))
                .toArray();
        double[] codes = encoded(scaling(Scaling.QUANTILE_NORMAL), values);
        double mean = Arrays.stream(codes).average().orElseThrow();
        double square = Arrays.stream(codes).map(x -> x * x).average().orElseThrow();
        assertEquals(0, mean, 0.005);
        assertEquals(1, square, 0.01);
        // Order is kept.
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        for (int i = 1; i < order.length; i++) {
            assertTrue(codes[order[i]] >= codes[order[i - 1]]);
        }
    }

    @Test
    void unscaledIsAsItIs() {
        assertArrayEquals(new double[] {3, -7, 1e30}, encoded(scaling(Scaling.NONE), 3, -7, 1e30));
    }

    @Test
    void missingNumbersAreTheMeanAndMarked() {
        Dataset data = dataset(scaling(Scaling.NONE), 1, NAN, 2, 6, NAN);
        assertArrayEquals(new double[] {1, 3, 2, 6, 3}, column(data, 0));
        assertArrayEquals(new double[] {0, 1, 0, 0, 1}, column(data, 1));
    }

    @Test
    void missingNumbersAreTheMedianIfAskedFor() {
        Dataset data = dataset(scaling(Scaling.NONE).withMissing(MissingNumbers.MEDIAN), 1, NAN, 2, 6, 100, NAN);
        assertArrayEquals(new double[] {1, 4, 2, 6, 100, 4}, column(data, 0));
    }

    @Test
    void aMissingNumberWithoutAnExampleInTrainingIsTheMean() {
        Pipeline pipeline = Pipeline.fit(table(1, 2, 6), PipelineConfig.defaults());
        assertEquals(List.of("x"), pipeline.inputs());
        assertArrayEquals(new double[] {0}, column(pipeline.encode(table(NAN), DType.F64), 0));
    }

    @Test
    void constantAndEmptyColumnsAreDroppedAndSaidSo() {
        ArrayTable table = table(1, 2, 3)
                .numbers("same", 4, 4, 4)
                .numbers("empty", NAN, NAN, NAN)
                .numbers("sometimes", 5, NAN, 5)
                .texts("none", new @Nullable String[3])
                .texts("one", "a", "a", "a")
                .texts("id", "a", "b", "c");
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
        assertEquals(List.of("x", "sometimes missing"), pipeline.inputs());
        assertEquals(
                List.of(
                        "same: all 3 training rows have 4",
                        "empty: all 3 training rows have no value",
                        "none: all 3 training rows have no value",
                        "one: all 3 training rows have 'a'",
                        "id: each of its 3 different texts is too rare to learn from"),
                pipeline.dropped());
        Dataset data = pipeline.encode(table, DType.F32);
        assertArrayEquals(new double[] {0, 1, 0}, column(data, 1));
        assertEquals(new Pipeline.Group("sometimes", 1, 1), pipeline.groups().get(3));
        assertEquals(new Pipeline.Group("same", 1, 0), pipeline.groups().get(1));
    }

    @Test
    void largeTablesHaveNearlyExactQuantiles() {
        // More rows than are sampled, sorted, so that a sample of the beginning would be far off.
        int rows = 3 * NumberFit.SAMPLE_ROWS + 17;
        double[] values = IntStream.range(0, rows).mapToDouble(i -> i).toArray();
        ArrayTable table = table(values);
        Pipeline pipeline = Pipeline.fit(table, scaling(Scaling.ROBUST));
        NumberCode.Linear code =
                (NumberCode.Linear) ((FittedColumn.Numbers) pipeline.columns().getFirst()).code();
        assertEquals(0.5, code.center() / rows, 0.002);
        assertEquals(0.5, code.scale() / rows, 0.004);
        assertTrue(table.longestRead.get() <= 8 * NumberFit.BLOCK_ROWS, "reads blocks, not all rows");
    }
}
