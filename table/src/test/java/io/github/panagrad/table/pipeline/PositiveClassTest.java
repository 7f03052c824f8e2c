package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of two classes the positive one is class 1: the one that was asked for, that the names say, or that has fewer rows. */
class PositiveClassTest {
    private static final PipelineConfig CONFIG = PipelineConfig.defaults();

    private static ArrayTable features(int rows) {
        return new ArrayTable()
                .numbers("x", IntStream.range(0, rows).asDoubleStream().toArray());
    }

    private static FittedTarget.Classes classes(ArrayTable table, PipelineConfig config) {
        return assertInstanceOf(
                FittedTarget.Classes.class, Pipeline.fit(table, config).target());
    }

    @ParameterizedTest
    @CsvSource({
        "yes, no, true",
        "no, yes, false",
        "TRUE, FALSE, true",
        "n, Y, false",
        "neg, pos, false",
        "1, 0, true",
        "1.0, -1.0, true",
        "no, sometimes, false",
        "always, false, true",
        "positive, unclear, true",
        "+, -, true"
    })
    void namesDecide(String first, String second, boolean isFirst) {
        // Whichever is rarer.
        for (String rare : List.of(first, second)) {
            String other = rare.equals(first) ? second : first;
            FittedTarget.Classes target =
                    classes(features(6).texts("y", Role.TARGET, other, rare, other, other, rare, other), CONFIG);
            assertEquals(isFirst ? first : second, target.positive().orElseThrow());
            assertTrue(target.isPositiveNamed());
        }
    }

    @ParameterizedTest
    @CsvSource({"a, b", "good, bad", "1, 2", "f, m", "3, 7", "yes, Yes"})
    void otherwiseTheRarerOneIsPositive(String first, String second) {
        for (String rare : List.of(first, second)) {
            String other = rare.equals(first) ? second : first;
            FittedTarget.Classes target =
                    classes(features(5).texts("y", Role.TARGET, other, rare, other, other, rare), CONFIG);
            assertEquals(List.of(other, rare), target.classes());
            assertFalse(target.isPositiveNamed());
        }
        // Of as many, the last in order.
        assertEquals(
                first.compareTo(second) > 0 ? first : second,
                classes(features(4).texts("y", Role.TARGET, second, first, first, second), CONFIG)
                        .positive()
                        .orElseThrow());
    }

    @Test
    void weightsSayWhichIsRarer() {
        ArrayTable table =
                features(5).numbers("w", Role.WEIGHT, 1, 1, 1, 5, 4).texts("y", Role.TARGET, "a", "a", "a", "b", "b");
        assertEquals(List.of("b", "a"), classes(table, CONFIG).classes());
    }

    @Test
    void numbersAndTruthsKeepTheirLabels() {
        ArrayTable numbers = features(5).numbers("y", Role.TARGET, 1, 2, 2, 1, 2);
        Pipeline pipeline = Pipeline.fit(numbers, CONFIG);
        assertEquals(List.of("2", "1"), ((FittedTarget.Classes) pipeline.target()).classes());
        assertEquals(List.of(1, 0, 0, 1, 0), labels(pipeline, numbers));
        assertEquals(pipeline, Pipeline.fromJson(pipeline.toJson()));

        ArrayTable truths = features(5).booleans("y", Role.TARGET, 1, 1, 0, 1, 0);
        assertEquals(List.of(1, 1, 0, 1, 0), labels(Pipeline.fit(truths, CONFIG), truths));
        Pipeline reversed = Pipeline.fit(truths, CONFIG.withPositive("false"));
        assertEquals(List.of(0, 0, 1, 0, 1), labels(reversed, truths));
        assertEquals(reversed, Pipeline.fromJson(reversed.toJson()));
    }

    private static List<Integer> labels(Pipeline pipeline, ArrayTable table) {
        Targets.Labels labels = assertInstanceOf(
                Targets.Labels.class, pipeline.encode(table, DType.F32).targets());
        return IntStream.range(0, labels.count()).map(labels::label).boxed().toList();
    }

    @Test
    void whatIsAskedForDecides() {
        ArrayTable table = features(5).texts("y", Role.TARGET, "no", "yes", "no", "no", "yes");
        assertEquals(
                List.of("yes", "no"), classes(table, CONFIG.withPositive("no")).classes());
        ArrayTable codes = features(5).texts("y", Role.TARGET, "1.0", "2.0", "1.0", "1.0", "2.0");
        assertEquals("1.0", classes(codes, CONFIG.withPositive("1")).positive().orElseThrow());
        String absent = String.valueOf(
                assertThrows(PipelineException.class, () -> Pipeline.fit(table, CONFIG.withPositive("maybe")))
                        .getMessage());
        assertTrue(absent.contains("'maybe'") && absent.contains("'no', 'yes'"), absent);
        ArrayTable three = features(5).texts("y", Role.TARGET, "a", "b", "c", "a", "b");
        String many = String.valueOf(
                assertThrows(PipelineException.class, () -> Pipeline.fit(three, CONFIG.withPositive("a")))
                        .getMessage());
        assertTrue(many.contains("3 classes"), many);
        assertTrue(classes(three, CONFIG).positive().isEmpty());
    }
}
