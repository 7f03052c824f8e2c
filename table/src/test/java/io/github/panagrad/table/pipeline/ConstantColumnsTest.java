package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that are constant up to rounding errors: nothing is divided by such an error. */
class ConstantColumnsTest {
    private static final int ROWS = 30;

    private static double[] numbers(double start, double step) {
        return IntStream.range(0, ROWS).mapToDouble(r -> start + r % 3 * step).toArray();
    }

    private static ArrayTable with(String name, double... values) {
        return new ArrayTable()
                .numbers("x", IntStream.range(0, ROWS).mapToDouble(r -> r * 0.7).toArray())
                .numbers(name, values)
                .numbers(
                        "y",
                        Role.TARGET,
                        IntStream.range(0, ROWS).mapToDouble(r -> r * 1.4).toArray());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, -37.25, 1e15, 3e-300, 1e300, Double.MIN_NORMAL})
    void aSpreadOfAFewUlpsIsNone(double value) {
        for (Scaling scaling : Scaling.values()) {
            Pipeline pipeline = Pipeline.fit(
                    with("k", numbers(value, 2 * Math.ulp(value))),
                    PipelineConfig.defaults().withScaling(scaling));
            assertEquals(List.of("x"), pipeline.inputs());
            assertTrue(
                    pipeline.dropped().getFirst().matches("k: all 30 training rows have .* up to rounding"),
                    pipeline.dropped().toString());
        }
    }

    @Test
    void aSpreadOfMoreUlpsIsSomething() {
        for (double value : new double[] {0.1, -37.25, 1e15}) {
            Pipeline pipeline =
                    Pipeline.fit(with("k", numbers(value, 33 * Math.ulp(value))), PipelineConfig.defaults());
            assertEquals(List.of("x", "k"), pipeline.inputs());
        }
    }

    @Test
    void withMissingValuesItSaysOnlyWhetherTheyAreMissing() {
        double[] values = numbers(0.3, Math.ulp(0.3));
        values[4] = Double.NaN;
        assertEquals(
                List.of("x", "k missing"),
                Pipeline.fit(with("k", values), PipelineConfig.defaults()).inputs());
    }

    /** Most values are one number up to rounding, so that the quartiles differ by a rounding error. */
    @ParameterizedTest
    @EnumSource(names = {"ROBUST", "ROBUST_CLIP", "STANDARDIZE", "MIN_MAX"})
    void quartilesThatDifferByRoundingAreTheSame(Scaling scaling) {
        double[] values = numbers(0.1, Math.ulp(0.1));
        values[7] = 1.1;
        ArrayTable table = with("k", values);
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults().withScaling(scaling));
        for (int r = 0; r < ROWS; r++) {
            assertTrue(Math.abs(pipeline.encodeRow(table.row(r))[1]) < 10);
        }
    }

    @Test
    void aTargetThatIsConstantUpToRoundingTeachesNothing() {
        ArrayTable table = new ArrayTable()
                .numbers("x", IntStream.range(0, ROWS).asDoubleStream().toArray())
                .numbers("y", Role.TARGET, numbers(0.1, Math.ulp(0.1)));
        String message = String.valueOf(
                assertThrows(PipelineException.class, () -> Pipeline.fit(table, PipelineConfig.defaults()))
                        .getMessage());
        assertTrue(message.contains("nothing to learn"), message);
    }

    @Test
    void aDroppedColumnMayHoldAnythingAndMayBeAbsent() {
        ArrayTable table = with("k", numbers(5, 0));
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
        Map<String, Object> far = new HashMap<>(table.row(3));
        double[] usual = pipeline.encodeRow(far);
        far.put("k", 1e9);
        assertArrayEquals(usual, pipeline.encodeRow(far));
        far.remove("k");
        assertArrayEquals(usual, pipeline.encodeRow(far));
        Schema reading = pipeline.readingSchema();
        assertEquals(
                List.of(Role.FEATURE, Role.IGNORED, Role.TARGET),
                reading.columns().stream().map(column -> column.role()).toList());
        assertEquals(pipeline, Pipeline.fromJson(pipeline.toJson()));
    }
}
