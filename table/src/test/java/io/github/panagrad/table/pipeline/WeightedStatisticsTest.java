package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.NumberCode;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row of weight 2 is learned from like two rows, and one of weight 0 like none. */
class WeightedStatisticsTest {
    private static final double TOLERANCE = 1e-11;

    /** The rows of a random table by their positions, with weights or without. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Source(
            double[] x,
            double[] member,
            double[] steps,
            @Nullable String[] town,
            String[] code,
            double[] value,
            String[] label,
            int[] number,
            int[] weight) {
        static Source random(int rows, long seed) {
            Random random = new Random(seed);
            double[] x = new double[rows];
            double[] member = new double[rows];
            double[] steps = new double[rows];
            @Nullable String[] town = new @Nullable String[rows];
            String[] code = new String[rows];
            double[] value = new double[rows];
            String[] label = new String[rows];
            int[] number = new int[rows];
            int[] weight = new int[rows];
            for (int r = 0; r < rows; r++) {
                x[r] = random.nextInt(7) == 0 ? Double.NaN : 1e3 + 50 * random.nextGaussian();
                member[r] = random.nextInt(9) == 0 ? Double.NaN : random.nextInt(2);
                steps[r] = random.nextInt(6);
                town[r] = random.nextInt(40) == 0 ? null : "town " + (int) (30 * Math.pow(random.nextDouble(), 3));
                code[r] = "c" + (int) (rows * Math.pow(random.nextDouble(), 2) / 3);
                value[r] = 5 * random.nextGaussian() - 2;
                label[r] = random.nextInt(3) > 0 ? "ebb" : "flow";
                number[r] = 3 + 4 * random.nextInt(2);
                weight[r] = random.nextInt(5);
            }
            weight[0] = 3;
            weight[1] = 1;
            label[0] = "ebb";
            label[1] = "flow";
            number[0] = 3;
            number[1] = 7;
            return new Source(x, member, steps, town, code, value, label, number, weight);
        }

        /** Returns the table with a weight column, or with each row as often as its weight says. */
        ArrayTable table(String target, double @Nullable [] weights) {
            int[] rows = weights != null
                    ? IntStream.range(0, x.length).toArray()
                    : IntStream.range(0, x.length)
                            .flatMap(r -> IntStream.generate(() -> r).limit(weight[r]))
                            .toArray();
            List<@Nullable String> towns = new ArrayList<>();
            List<@Nullable String> codes = new ArrayList<>();
            List<@Nullable String> labels = new ArrayList<>();
            for (int r : rows) {
                towns.add(town[r]);
                codes.add(code[r]);
                labels.add(label[r]);
            }
            ArrayTable table = new ArrayTable()
                    .numbers("x", pick(x, rows))
                    .booleans("member", Role.FEATURE, pick(member, rows))
                    .numbers("steps", pick(steps, rows))
                    .texts("town", towns.toArray(new String[0]))
                    .texts("code", codes.toArray(new String[0]));
            switch (target) {
                case "value" -> table.numbers("y", Role.TARGET, pick(value, rows));
                case "label" -> table.texts("y", Role.TARGET, labels.toArray(new String[0]));
                default ->
                    table.numbers(
                            "y",
                            Role.TARGET,
                            pick(IntStream.of(number).asDoubleStream().toArray(), rows));
            }
            if (weights != null) {
                table.numbers("w", Role.WEIGHT, weights);
            }
            return table;
        }

        double[] weights(double factor) {
            return IntStream.of(weight).mapToDouble(w -> w * factor).toArray();
        }
    }

    private static double[] pick(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(r -> values[r]).toArray();
    }

    /** Requires the same, apart from the numbers of rows, which are those of the table. */
    private static void requireSame(Pipeline expected, Pipeline actual) {
        assertEquals(expected.inputs(), actual.inputs());
        for (int c = 0; c < expected.columns().size(); c++) {
            FittedColumn one = expected.columns().get(c);
            FittedColumn other = actual.columns().get(c);
            assertEquals(one.getClass(), other.getClass());
            switch (one) {
                case FittedColumn.Numbers numbers ->
                    requireSame(numbers, assertInstanceOf(FittedColumn.Numbers.class, other));
                case FittedColumn.Dates dates -> {
                    FittedColumn.Dates others = assertInstanceOf(FittedColumn.Dates.class, other);
                    assertEquals(dates.parts(), others.parts());
                    requireSame(dates.seconds(), others.seconds());
                }
                case FittedColumn.Categories texts -> {
                    FittedColumn.Categories others = assertInstanceOf(FittedColumn.Categories.class, other);
                    assertEquals(texts.categories(), others.categories());
                    assertEquals(texts.otherPlace(), others.otherPlace());
                    assertEquals(texts.missingPlace(), others.missingPlace());
                    assertEquals(texts.places(), others.places());
                }
                case FittedColumn.Dropped _, FittedColumn.MissingOnly _ -> {}
            }
        }
        switch (expected.target()) {
            case FittedTarget.Values values ->
                requireSame(
                        values.summary(),
                        assertInstanceOf(FittedTarget.Values.class, actual.target())
                                .summary());
            case FittedTarget.Classes classes -> assertEquals(classes, actual.target());
        }
    }

    private static void requireSame(FittedColumn.Numbers expected, FittedColumn.Numbers actual) {
        requireSame(expected.summary(), actual.summary());
        assertNear(expected.fill(), actual.fill());
        switch (expected.code()) {
            case NumberCode.Linear(double center, double scale) -> {
                NumberCode.Linear other = assertInstanceOf(NumberCode.Linear.class, actual.code());
                assertNear(center, other.center());
                assertNear(scale, other.scale());
            }
            case NumberCode.Clipped(double center, double scale) -> {
                NumberCode.Clipped other = assertInstanceOf(NumberCode.Clipped.class, actual.code());
                assertNear(center, other.center());
                assertNear(scale, other.scale());
            }
            case NumberCode.Knots knots -> {
                NumberCode.Knots other = assertInstanceOf(NumberCode.Knots.class, actual.code());
                assertArrayEquals(knots.from(), other.from());
                assertArrayEquals(knots.to(), other.to(), 1e-9);
            }
        }
    }

    private static void requireSame(NumberSummary expected, NumberSummary actual) {
        assertNear(expected.mean(), actual.mean());
        assertNear(expected.deviation(), actual.deviation());
        assertEquals(expected.min(), actual.min());
        assertEquals(expected.max(), actual.max());
    }

    private static void assertNear(double expected, double actual) {
        assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 61, 400, 2100, 9001})
    void wholeWeightsAreRepeatedRows(int rows) {
        for (int seed = 0; seed < 3; seed++) {
            Source source = Source.random(rows, seed);
            for (String target : List.of("value", "label", "number")) {
                for (Scaling scaling : Scaling.values()) {
                    PipelineConfig config = PipelineConfig.defaults()
                            .withScaling(scaling)
                            .withMissing(seed == 0 ? MissingNumbers.MEDIAN : MissingNumbers.MEAN)
                            .withOneHotLimit(20)
                            .withMinCount(1 + seed);
                    requireSame(
                            Pipeline.fit(source.table(target, null), config),
                            Pipeline.fit(source.table(target, source.weights(1)), config));
                }
            }
        }
    }

    /** Weights that are all the same, and any power of two times them, change no bit of what has no counts. */
    @Test
    void sharesAreScaledUpToTheNumberOfRows() {
        Source source = Source.random(700, 8);
        double[] ones = new double[700];
        Arrays.fill(ones, 1);
        for (double factor : new double[] {1, 0.5, 0.01, 1e-300, 1e300, Double.MIN_VALUE}) {
            double[] same = Arrays.stream(ones).map(one -> one * factor).toArray();
            requireSame(
                    Pipeline.fit(source.table("value", ones), PipelineConfig.defaults()),
                    Pipeline.fit(source.table("value", same), PipelineConfig.defaults()));
        }
    }

    @Test
    void oneHugeWeightDecides() {
        ArrayTable table = new ArrayTable()
                .numbers("x", 1, 2, 10, 4)
                .numbers("w", Role.WEIGHT, 1e-300, 1, 1e300, 2)
                .numbers("y", Role.TARGET, 0.5, 1.5, 8, 2.5);
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults().withMissing(MissingNumbers.MEDIAN));
        assertNear(
                10,
                assertInstanceOf(FittedColumn.Numbers.class, pipeline.columns().getFirst())
                        .summary()
                        .mean());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
    void aWrongWeightIsNamedWithItsPlace(double wrong) {
        ArrayTable table = new ArrayTable()
                .numbers("x", 1, 2, 3)
                .numbers("w", Role.WEIGHT, 1, 1, wrong)
                .numbers("y", Role.TARGET, 1, 2, 4);
        String message = String.valueOf(
                assertThrows(PipelineException.class, () -> Pipeline.fit(table, PipelineConfig.defaults()))
                        .getMessage());
        assertTrue(message.startsWith("data.csv, line 4: the weight 'w' is "), message);
    }
}
