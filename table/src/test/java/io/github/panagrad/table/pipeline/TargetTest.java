package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What targets become. */
class TargetTest {
    private static final PipelineConfig DEFAULTS = PipelineConfig.defaults();

    private static ArrayTable features(int rows) {
        return new ArrayTable()
                .numbers("x", IntStream.range(0, rows).asDoubleStream().toArray());
    }

    private static ArrayTable texts(@Nullable String... targets) {
        return features(targets.length).texts("y", Role.TARGET, targets);
    }

    private static ArrayTable numbers(double... targets) {
        return features(targets.length).numbers("y", Role.TARGET, targets);
    }

    private static List<String> classes(ArrayTable table, PipelineConfig config) {
        return assertInstanceOf(
                        FittedTarget.Classes.class, Pipeline.fit(table, config).target())
                .classes();
    }

    private static List<Integer> labels(Pipeline pipeline, ArrayTable table) {
        Targets.Labels labels = assertInstanceOf(
                Targets.Labels.class, pipeline.encode(table, DType.F32).targets());
        return IntStream.range(0, labels.count()).map(labels::label).boxed().toList();
    }

    private static String failure(Runnable action) {
        return String.valueOf(assertThrows(PipelineException.class, action::run).getMessage());
    }

    @Test
    void textIsClassesByCodePoint() {
        ArrayTable table = texts("b", "a", "B", "a");
        Pipeline pipeline = Pipeline.fit(table, DEFAULTS);
        assertEquals(List.of("B", "a", "b"), classes(table, DEFAULTS));
        assertEquals(List.of(2, 1, 0, 1), labels(pipeline, table));
    }

    @Test
    void textOfNumbersIsInTheOrderOfNumbers() {
        assertEquals(List.of("-1.5", "2", "9", "10"), classes(texts("10", "9", "2", "-1.5"), DEFAULTS));
        assertEquals(List.of("10", "2", "x"), classes(texts("10", "2", "x"), DEFAULTS));
    }

    @Test
    void booleansAreFalseAndTrue() {
        ArrayTable table = features(3).booleans("y", Role.TARGET, 1, 0, 1);
        Pipeline pipeline = Pipeline.fit(table, DEFAULTS);
        assertEquals(List.of("false", "true"), classes(table, DEFAULTS));
        assertEquals(List.of(1, 0, 1), labels(pipeline, table));
        assertInstanceOf(
                FittedTarget.Values.class,
                Pipeline.fit(table, DEFAULTS.withTask(Task.REGRESSION)).target());
    }

    @Test
    void wholeNumbersWithoutGapsAreClasses() {
        assertEquals(List.of("0", "1", "2"), classes(numbers(0, 2, 1, 1, 0, 2), DEFAULTS));
    }

    @Test
    void twoNumbersAreTwoClassesWhateverTheyAre() {
        assertEquals(List.of("-1", "1"), classes(numbers(-1, 1, 1, -1, 1), DEFAULTS));
        assertEquals(List.of("1", "2"), classes(numbers(2, 1, 1, 2), DEFAULTS));
        assertEquals(List.of("0.5", "1000000"), classes(numbers(1e6, 0.5, 0.5, 0.5), DEFAULTS));
        assertInstanceOf(
                FittedTarget.Values.class,
                Pipeline.fit(numbers(2, 1, 1, 2), DEFAULTS.withTask(Task.REGRESSION))
                        .target());
    }

    @Test
    void otherNumbersAreValues() {
        double[][] values = {
            {0, 2, 3, 2, 0, 3}, {1, 2, 3, 1, 2, 3}, {0, 1, 0.5, 0, 1, 1}, {0, 1, 2, 1}, {-1, 1, 0, 0, 1, 1}, {1.5, 2.5}
        };
        for (double[] targets : values) {
            assertInstanceOf(
                    FittedTarget.Values.class,
                    Pipeline.fit(numbers(targets), DEFAULTS).target());
        }
    }

    @Test
    void anyNumbersAreClassesIfAskedFor() {
        ArrayTable table = numbers(7, -0.0, 2.5, 0.0, 7);
        PipelineConfig config = DEFAULTS.withTask(Task.CLASSIFICATION);
        assertEquals(List.of("0", "2.5", "7"), classes(table, config));
        assertEquals(List.of(2, 0, 1, 0, 2), labels(Pipeline.fit(table, config), table));
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreStandardisedAndGivenBack(DType dtype) {
        ArrayTable table = numbers(2, 4, 4, 4, 5, 5, 7, 9);
        Pipeline pipeline = Pipeline.fit(table, DEFAULTS);
        Dataset data = pipeline.encode(table, dtype);
        FittedTarget.Values target = (FittedTarget.Values) pipeline.target();
        Targets.Values values = (Targets.Values) data.targets();
        assertEquals(2, values.value(7, 0));
        assertEquals(-1.5, values.value(0, 0));
        assertEquals(9, target.restore(values.value(7, 0)));
        assertEquals(4.5, target.predict(-0.25));
        assertEquals(9, target.predict(2.5));
        assertEquals(2, target.predict(-1e300));
        assertEquals(10, target.restore(2.5));
        Pipeline extrapolating = Pipeline.fit(table, DEFAULTS.withClampedPredictions(false));
        assertEquals(10, ((FittedTarget.Values) extrapolating.target()).predict(2.5));

        Targets.Values raw = (Targets.Values) Pipeline.fit(table, DEFAULTS.withStandardizedTarget(false))
                .encode(table, dtype)
                .targets();
        assertEquals(9, raw.value(7, 0));
    }

    @Test
    void aMissingTargetIsNamedWithItsPlaceAndHowManyThereAre() {
        assertEquals(
                "data.csv, line 3: the target 'y' is missing, as it is in 2 of 4 rows; leave those rows out with --missing-target drop, or choose another"
                        + " target",
                failure(() -> Pipeline.fit(texts("a", null, "b", null), DEFAULTS)));
        assertEquals(
                "data.csv, line 4: the target 'y' is missing, as it is in 1 of 3 rows; leave those rows out with --missing-target drop, or choose another"
                        + " target",
                failure(() -> Pipeline.fit(numbers(1, 2, Double.NaN), DEFAULTS)));
        Pipeline pipeline = Pipeline.fit(numbers(1.5, 2, 3), DEFAULTS);
        assertEquals(
                "data.csv, line 3: the target 'y' is missing, as it is in 1 of 3 rows; leave those rows out with --missing-target drop, or choose another"
                        + " target",
                failure(() -> pipeline.encode(numbers(1, Double.NaN, 3), DType.F32)));
    }

    @Test
    void anUnknownClassIsNamedWithWhatWouldMakeItMatch() {
        Pipeline pipeline = Pipeline.fit(texts("<=50K", ">50K", "<=50K"), DEFAULTS);
        assertEquals(
                "data.csv, line 3: the target 'y' is '<=50K.', but the classes in training were '<=50K', '>50K'; it would"
                        + " match with --strip .",
                failure(() -> pipeline.encode(texts(">50K", "<=50K."), DType.F32)));
        assertEquals(
                "data.csv, line 2: the target 'y' is 'maybe', but the classes in training were '<=50K', '>50K'; correct it,"
                        + " or train with such rows",
                failure(() -> pipeline.encode(texts("maybe"), DType.F32)));
        Pipeline digits = Pipeline.fit(numbers(0, 1, 0, 1), DEFAULTS);
        assertEquals(
                "data.csv, line 3: the target 'y' is '2', but the classes in training were '0', '1'; correct it, or train with"
                        + " such rows",
                failure(() -> digits.encode(numbers(0, 2), DType.F32)));
    }

    @Test
    void aTargetThatIsAlwaysTheSameTeachesNothing() {
        for (ArrayTable table : List.of(texts("a", "a"), numbers(3, 3, 3))) {
            String message = failure(() -> Pipeline.fit(table, DEFAULTS));
            assertTrue(message.contains("nothing to learn"), message);
        }
    }

    @Test
    void textCannotBeAValue() {
        String message = failure(() -> Pipeline.fit(texts("a", "b"), DEFAULTS.withTask(Task.REGRESSION)));
        assertTrue(message.startsWith("the target 'y' is text"), message);
    }

    @Test
    void anInfiniteTargetIsNamed() {
        String message = failure(() -> Pipeline.fit(numbers(1, Double.NEGATIVE_INFINITY), DEFAULTS));
        assertTrue(message.startsWith("data.csv, line 3: column 'y' is -Infinity"), message);
        Pipeline pipeline = Pipeline.fit(numbers(1.5, 2, 3), DEFAULTS);
        String later = failure(() -> pipeline.encode(numbers(Double.POSITIVE_INFINITY), DType.F32));
        assertTrue(later.startsWith("data.csv, line 2: the target 'y' is Infinity"), later);
    }
}
