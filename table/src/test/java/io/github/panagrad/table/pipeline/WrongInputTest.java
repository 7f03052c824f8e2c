package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is wrong is named, with its place. */
class WrongInputTest {
    private static final PipelineConfig DEFAULTS = PipelineConfig.defaults();

    private static ArrayTable training() {
        return new ArrayTable()
                .numbers("age", 20, 30, 50, 60)
                .texts("city", "Ulm", "Bonn", "Ulm", "Bonn")
                .booleans("member", Role.FEATURE, 0, 1, 0, 1)
                .texts("y", Role.TARGET, "a", "b", "a", "b")
                .strip(".")
                .missing("?", "NA");
    }

    private static final Pipeline PIPELINE = Pipeline.fit(training(), DEFAULTS);

    private static void assertFails(String message, Runnable action) {
        assertEquals(
                message,
                String.valueOf(
                        assertThrows(PipelineException.class, action::run).getMessage()));
    }

    private static void assertFailsToEncode(String message, ArrayTable table) {
        assertFails(message, () -> PIPELINE.encode(table, DType.F32));
    }

    @Test
    void missingAndRenamedColumns() {
        assertFailsToEncode(
                "the table has no column 'age', which the model needs; it has 'Age', which the model does not know:"
                        + " rename the columns that are the same",
                new ArrayTable()
                        .numbers("Age", 1)
                        .texts("city", "Ulm")
                        .booleans("member", Role.FEATURE, 0)
                        .texts("y", "a"));
        assertFailsToEncode(
                "the table has no columns 'city', 'member', which the model needs; add them",
                new ArrayTable().numbers("age", 1).texts("y", "a"));
        assertFailsToEncode(
                "the table has no target column 'y'; add it, or predict instead",
                new ArrayTable().numbers("age", 1).texts("city", "Ulm").booleans("member", Role.FEATURE, 0));
    }

    @Test
    void columnsOfAnotherTypeOrIgnored() {
        assertFailsToEncode(
                "column 'age' is categorical in this table, but was numeric in training; correct its values, or read the"
                        + " table with the model's schema",
                new ArrayTable()
                        .texts("age", "x")
                        .texts("city", "Ulm")
                        .booleans("member", Role.FEATURE, 0)
                        .texts("y", "a"));
        assertFailsToEncode(
                "column 'age' is ignored in this table, but the model needs it; do not ignore it",
                new ArrayTable()
                        .numbers("age", Role.IGNORED, 1)
                        .texts("city", "Ulm")
                        .booleans("member", Role.FEATURE, 0)
                        .texts("y", "a"));
        assertFailsToEncode(
                "column 'y' is numeric in this table, but was categorical in training; correct its values, or read the"
                        + " table with the model's schema",
                new ArrayTable()
                        .numbers("age", 1)
                        .texts("city", "Ulm")
                        .booleans("member", Role.FEATURE, 0)
                        .numbers("y", 1));
    }

    @Test
    void infiniteNumbersAreNamedWithTheFirstPlace() {
        double[] values = IntStream.range(0, 40_000).asDoubleStream().toArray();
        values[33_333] = Double.NEGATIVE_INFINITY;
        values[39_999] = Double.POSITIVE_INFINITY;
        double[] targets = IntStream.range(0, 40_000).mapToDouble(i -> i + 0.5).toArray();
        ArrayTable table = new ArrayTable().numbers("x", values).numbers("y", Role.TARGET, targets);
        int[] good = IntStream.range(0, 1000).toArray();
        assertFails(
                "data.csv, line 33335: column 'x' is -Infinity, but only finite numbers can be learned from; correct it, or"
                        + " list its text as missing",
                () -> Pipeline.fit(table, DEFAULTS));
        Pipeline pipeline = Pipeline.fit(table, good, DEFAULTS);
        assertFails(
                "data.csv, line 33335: column 'x' is -Infinity, but a finite number is needed; correct it, or leave it empty"
                        + " if it is not known",
                () -> pipeline.encodeFeatures(table, null, DType.F64, EncodedStorage.memory()));
    }

    @Test
    void numbersBeyondFloat32AreNamed() {
        Pipeline pipeline =
                Pipeline.fit(new ArrayTable().numbers("x", 0, 1e-30).texts("y", Role.TARGET, "a", "b"), DEFAULTS);
        ArrayTable far = new ArrayTable().numbers("x", 0, 1e20);
        assertFails(
                "data.csv, line 3: column 'x' is 1.0E20, which is beyond float32 once it is scaled; correct it",
                () -> pipeline.encodeFeatures(far, null, DType.F64, EncodedStorage.memory()));
        assertFails(
                "column 'x' is 1.0E20, which is beyond float32 once it is scaled; correct it",
                () -> pipeline.encodeRow(Map.of("x", 1e20)));
    }

    @Test
    void noRowsNoTargetNoFeatures() {
        assertFails(
                "there are no training rows; add some, or hold fewer back",
                () -> Pipeline.fit(training(), new int[0], DEFAULTS));
        assertFails(
                "there are no rows", () -> PIPELINE.encode(training(), new int[0], DType.F32, EncodedStorage.memory()));
        assertFails(
                "no column is the target; name one with --target, or give it that role in the schema",
                () -> Pipeline.fit(new ArrayTable().numbers("x", 1, 2), DEFAULTS));
        assertFails(
                "no column is a feature; ignore fewer columns",
                () -> Pipeline.fit(new ArrayTable().texts("y", Role.TARGET, "a", "b"), DEFAULTS));
        assertFails(
                "no column remains to learn from: x: all 2 training rows have 1",
                () -> Pipeline.fit(new ArrayTable().numbers("x", 1, 1).texts("y", Role.TARGET, "a", "b"), DEFAULTS));
        assertThrows(IllegalArgumentException.class, () -> Pipeline.fit(training(), new int[] {0, 4}, DEFAULTS));
    }

    @Test
    void wrongWeights() {
        for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            ArrayTable table = new ArrayTable()
                    .numbers("x", 1, 2)
                    .numbers("w", Role.WEIGHT, 1, weight)
                    .texts("y", Role.TARGET, "a", "b");
            assertFails(
                    "data.csv, line 3: the weight 'w' is " + (Double.isNaN(weight) ? "missing" : weight)
                            + ", but must be a finite number and not negative; correct it, or remove the row",
                    () -> Pipeline.fit(table, DEFAULTS).encode(table, DType.F32));
        }
    }

    private static Map<String, @Nullable Object> row(
            @Nullable Object age, @Nullable Object city, @Nullable Object member) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("age", age);
        row.put("city", city);
        row.put("member", member);
        return row;
    }

    @Test
    void aRowMayHaveTextForNumbersAndNumbersForText() {
        double[] expected = PIPELINE.encodeRow(row(30, "Bonn", true));
        for (Map<String, @Nullable Object> row : List.of(
                row("30", "Bonn", "true"),
                row(" 30.0 ", " Bonn. ", "TRUE"),
                row("30", "Bonn", "yes"),
                row(30L, "Bonn", 1),
                row("3e1", "Bonn", "1"))) {
            assertArrayEquals(expected, PIPELINE.encodeRow(row));
        }
        double[] missing = PIPELINE.encodeRow(row(null, null, null));
        for (Map<String, @Nullable Object> row :
                List.of(row("", "?", "NA"), row(Double.NaN, " ", "?"), row(" NA ", "NA.", ""), row("?", ".", null))) {
            assertArrayEquals(missing, PIPELINE.encodeRow(row));
        }
        Pipeline codes = Pipeline.fit(
                new ArrayTable().texts("zip", "89073", "5", "89073", "5").texts("y", Role.TARGET, "a", "b", "a", "b"),
                DEFAULTS);
        for (Object zip : List.of(89073, 89073L, 89073.0, 89073f, "89073")) {
            assertArrayEquals(new double[] {0, 1}, codes.encodeRow(Map.of("zip", zip)));
        }
    }

    @Test
    void aNumberThatMarksAMissingValueIsMissingInARow() {
        Pipeline pipeline = Pipeline.fit(training().missing("-9"), DEFAULTS);
        double[] missing = pipeline.encodeRow(row(null, "Ulm", null));
        for (Object mark : List.of(-9, -9.0, -9L, "-9", " -9.0", "-90e-1")) {
            assertArrayEquals(missing, pipeline.encodeRow(row(mark, "Ulm", mark)), mark.toString());
        }
    }

    @Test
    void wrongValuesOfARow() {
        assertFails("column 'age': expected a number, found 'old'", () -> PIPELINE.encodeRow(row("old", "Ulm", true)));
        for (String text : List.of("0x10", "1d", "1_000", "--1", "1,5")) {
            assertFails(
                    "column 'age': expected a number, found '" + text + "'",
                    () -> PIPELINE.encodeRow(row(text, "Ulm", true)));
        }
        assertFails(
                "column 'age': expected a finite number, found 'Infinity'",
                () -> PIPELINE.encodeRow(row("Infinity", "Ulm", true)));
        assertFails(
                "column 'age': expected a finite number, found '1e999', which is too large",
                () -> PIPELINE.encodeRow(row("1e999", "Ulm", true)));
        assertFails(
                "column 'age': expected a number, found 'true' (Boolean)",
                () -> PIPELINE.encodeRow(row(true, "Ulm", true)));
        assertFails(
                "column 'member': expected true or false, found '2' (Integer)",
                () -> PIPELINE.encodeRow(row(1, "Ulm", 2)));
        assertFails(
                "column 'city': expected a text, found '[]' (ListN)",
                () -> PIPELINE.encodeRow(row(1, List.of(), true)));
        assertFails(
                "column 'age' is Infinity, but a finite number is needed; correct it, or leave it empty if it is not known",
                () -> PIPELINE.encodeRow(row(Double.POSITIVE_INFINITY, "Ulm", true)));
        assertFails(
                "the row has no columns 'city', 'member', which the model needs; it has 'Age', 'age'. Give an unknown value as null",
                () -> PIPELINE.encodeRow(Map.of("age", 1, "Age", 1)));
        assertThrows(IllegalArgumentException.class, () -> PIPELINE.encodeRow(row(1, "Ulm", true), new double[1]));
    }
}
