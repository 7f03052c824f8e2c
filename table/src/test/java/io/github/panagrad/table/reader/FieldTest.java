package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Tables;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.testdata.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables in the situations of public bug reports are read as people mean them: what is right is in the README beside them. */
class FieldTest {
    private static final ReadOptions DEFAULTS = ReadOptions.defaults();

    private static Path file(String name) {
        int slash = name.indexOf('/');
        return RealData.field(name.substring(0, slash)).resolve(name.substring(slash + 1));
    }

    private static StoredTable read(String name, ReadOptions options) {
        return TableReader.read(List.of(file(name)), options);
    }

    private static StoredTable read(String name) {
        return read(name, DEFAULTS);
    }

    private static void requireNote(StoredTable table, String... parts) {
        assertTrue(
                table.notes().stream().anyMatch(note -> List.of(parts).stream().allMatch(note::contains)),
                () -> List.of(parts) + " in " + table.notes());
    }

    private static List<String> firstFields(String name, char delimiter) throws IOException {
        return Files.readAllLines(file(name)).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(delimiter)))
                .toList();
    }

    @Test
    void apostrophes() throws IOException {
        try (StoredTable table = read("apostrophes/t.csv")) {
            assertEquals(120, table.rows());
            assertEquals("CNC", Tables.types(table));
            assertEquals(firstFields("apostrophes/t.csv", ','), Tables.column(table, 0));
            assertEquals('"', table.schema().csv().quote());
            assertEquals(List.of(), table.notes());
        }
    }

    @Test
    void codes() {
        ReadOptions shops = DEFAULTS.withTypes(Map.of("shop", ColumnType.CATEGORICAL));
        try (StoredTable table = read("codes/t.csv", shops)) {
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            ReadOptions known = DEFAULTS.withSchema(pipeline.readingSchema()).withTargetRequired(false);
            try (StoredTable whole = read("codes/a.csv", known);
                    StoredTable fraction = read("codes/b.csv", known)) {
                assertEquals(List.of(), pipeline.notes(whole));
                assertEquals(List.of(), pipeline.notes(fraction));
                for (int r = 0; r < whole.rows(); r++) {
                    assertEquals(
                            Tables.column(whole, 0).get(r) + ".0",
                            Tables.column(fraction, 0).get(r));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"t.csv, 1", "t2.csv, 1"})
    void comments(String name, int line) {
        Tables.requireRefused(
                () -> read("comments/" + name), name + ", line " + line + ": begins with #", "--comment '#'");
        try (StoredTable table = read("comments/" + name, DEFAULTS.withComment('#'))) {
            assertEquals(150, table.rows());
            assertEquals(List.of("a", "b", "y"), Tables.names(table));
            assertEquals("NNC", Tables.types(table));
        }
    }

    @Test
    void constantColumns() {
        try (StoredTable table = read("constant-columns/t.csv")) {
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            assertEquals(List.of("x"), pipeline.inputs());
            assertEquals(5, pipeline.dropped().size());
        }
    }

    @Test
    void dates() {
        try (StoredTable table = read("dates/t.csv")) {
            assertEquals(700, table.rows());
            assertEquals("DCN", Tables.types(table));
            requireNote(table, "line 2, column 'day': '2022-01-01' and others are read as dates", "--categorical day");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.csv, '4,473', 4473.0",
        "b.csv, '4,473,242', 4473242.0",
        "c.csv, '4,473,242.50', 4473242.5",
        "d.csv, '$4,473,242', 4473242.0",
        "e.csv, 111.8%, 111.8"
    })
    void decoratedNumbers(String name, String text, String value) {
        try (StoredTable table = read("decorated-numbers/" + name)) {
            assertEquals(200, table.rows());
            assertEquals("NNC", Tables.types(table));
            assertEquals(
                    Double.valueOf(value),
                    Double.valueOf(Tables.column(table, 1).getFirst()));
            requireNote(table, "column 'price': '" + text + "' and others are read as numbers", "--categorical price");
        }
    }

    @Test
    void delimiterTie() throws IOException {
        try (StoredTable table = read("delimiter-tie/t.csv")) {
            assertEquals(150, table.rows());
            assertEquals("CNN", Tables.types(table));
            assertEquals(firstFields("delimiter-tie/t.csv", ';'), Tables.column(table, 0));
        }
    }

    @Test
    void idColumn() {
        try (StoredTable table = read("id-column/t.csv")) {
            assertEquals(200, table.rows());
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            assertEquals(List.of("id"), pipeline.tooRare());
            assertEquals(List.of("x"), pipeline.inputs());
        }
    }

    @ParameterizedTest
    @CsvSource({"pm.csv, -1|1", "two.csv, 1|2"})
    void twoLabelsAreClasses(String name, String classes) {
        try (StoredTable table = read("labels/" + name)) {
            FittedTarget target = Pipeline.fit(table, PipelineConfig.defaults()).target();
            // The positive one is the last.
            assertEquals(Set.of(classes.split("\\|", -1)), Set.copyOf(((FittedTarget.Classes) target).classes()));
        }
    }

    @Test
    void leadingZeros() throws IOException {
        try (StoredTable table = read("leading-zeros/t.csv")) {
            assertEquals("CNC", Tables.types(table));
            assertEquals(firstFields("leading-zeros/t.csv", ','), Tables.column(table, 0));
            requireNote(table, "column 'zip': its numbers have 5 digits each", "--numeric zip");
        }
    }

    @ParameterizedTest
    @CsvSource({"t0.csv", "t1.csv", "t2.csv", "t4.csv", "t6.csv", "t8.csv"})
    void missingMarks(String name) throws IOException {
        List<String> written = firstFields("missing-marks/" + name, ',');
        try (StoredTable table = read("missing-marks/" + name)) {
            assertEquals(300, table.rows());
            assertEquals("NNN", Tables.types(table));
            List<String> expected = written.stream()
                    .map(text -> text.matches("-?[0-9.]*[0-9][0-9.]*")
                            ? Double.valueOf(text).toString()
                            : "-")
                    .toList();
            assertEquals(expected, Tables.column(table, 0));
            assertTrue(expected.contains("-"), written::toString);
            String mark = written.get(expected.indexOf("-"));
            if (!table.schema().missing().contains(mark)) {
                requireNote(table, "column 'x': '" + mark + "' is taken for missing", "--categorical x");
            }
        }
    }

    @Test
    void mixedBooleans() throws IOException {
        try (StoredTable table = read("mixed-booleans/t.csv")) {
            assertEquals(300, table.rows());
            assertEquals("BBBC", Tables.types(table));
            List<String> lines = Files.readAllLines(file("mixed-booleans/t.csv"));
            for (int c = 0; c < 3; c++) {
                int column = c;
                assertEquals(
                        IntStream.rangeClosed(1, 300)
                                .mapToObj(r -> truth(lines.get(r).split(",", -1)[column]))
                                .toList(),
                        Tables.column(table, c));
            }
            requireNote(table, "column 'm2': 1 and 0 are taken for true and false");
        }
    }

    private static String truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true", "y", "yes" -> "1.0";
            case "0", "false", "n", "no" -> "0.0";
            default -> text.isEmpty() ? "-" : text;
        };
    }

    @Test
    void oneColumn() {
        try (StoredTable table = read("one-column/t.csv")) {
            assertEquals("NN", Tables.types(table));
            ReadOptions known = DEFAULTS.withSchema(table.schema()).withTargetRequired(false);
            try (StoredTable later = read("one-column/new.csv", known)) {
                assertEquals(6, later.rows());
                assertEquals("-", Tables.column(later, 0).get(2));
            }
        }
    }

    @Test
    void repeatedHeader() {
        try (StoredTable table = read("repeated-header/t.csv")) {
            assertEquals(300, table.rows());
            assertEquals("NNN", Tables.types(table));
            requireNote(table, "left out 1 line that repeats the header, line 152");
        }
    }

    @Test
    void sepLine() {
        try (StoredTable table = read("sep-line/t.csv")) {
            assertEquals(150, table.rows());
            assertEquals(List.of("a", "b", "y"), Tables.names(table));
            assertEquals("NNC", Tables.types(table));
        }
    }

    @Test
    void typoInCodes() throws IOException {
        List<String> written = firstFields("typo-in-codes/t.csv", ',');
        try (StoredTable table = read("typo-in-codes/t.csv")) {
            assertEquals("CNN", Tables.types(table));
            List<Integer> typos = IntStream.range(0, written.size())
                    .filter(r -> !written.get(r).matches("[1-5]"))
                    .boxed()
                    .toList();
            assertEquals(2, typos.size());
            for (int r : typos) {
                requireNote(table, "'" + written.get(r) + "' (line " + (r + 2));
            }
        }
    }

    @Test
    void unnamedIndex() {
        try (StoredTable table = read("unnamed-index/t.csv", DEFAULTS.withTarget("y"))) {
            assertEquals(Role.IGNORED, table.schema().columns().getFirst().role());
            requireNote(table, "column '0' is not learned from", "--columns");
        }
    }

    @Test
    void yearsAsHeader() {
        try (StoredTable table = read("years-as-header/t.csv")) {
            assertEquals(160, table.rows());
            assertEquals(List.of("region", "2019", "2020", "2021", "label"), Tables.names(table));
        }
    }

    @Test
    void zeroWeights() {
        ReadOptions weighted = DEFAULTS.withWeight("w");
        try (StoredTable good = read("zero-weights/good.csv", weighted);
                StoredTable zero = read("zero-weights/zero.csv", weighted)) {
            assertEquals(240, good.rows());
            assertEquals(300, zero.rows());
            assertEquals(240, Pipeline.samples(zero).length);
            PipelineConfig config = PipelineConfig.defaults().withTask(Task.REGRESSION);
            Pipeline learned = Pipeline.fit(zero, config);
            assertEquals(Pipeline.fit(good, config).toJson(), learned.toJson());
            assertFalse(learned.inputs().contains("w"));
        }
    }
}
