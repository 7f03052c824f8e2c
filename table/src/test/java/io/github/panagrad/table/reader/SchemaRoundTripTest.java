package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.SchemaFile;
import io.github.panagrad.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A schema that is written after reading reads the same file to the same table, without a guess. */
class SchemaRoundTripTest {
    @TempDir
    Path folder;

    private Path write(String header, int rows, IntFunction<String> row) throws IOException {
        StringBuilder text = new StringBuilder(header);
        for (int r = 0; r < rows; r++) {
            text.append(row.apply(r)).append('\n');
        }
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    static Stream<Arguments> tables() {
        ReadOptions plain = ReadOptions.defaults();
        return Stream.of(
                Arguments.of(
                        "semicolons", "a;b;c\n", (IntFunction<String>) r -> r + ".5;x, y" + r % 3 + ";" + r % 2, plain),
                Arguments.of("tabs", "a\tb\n", (IntFunction<String>) r -> "t" + r % 4 + "\t" + r * 3, plain),
                Arguments.of(
                        "bars without a header",
                        "",
                        (IntFunction<String>) r -> r * 7 % 31 + "|b" + r % 4 + "|" + r % 2,
                        plain),
                Arguments.of(
                        "apostrophes as quotes",
                        "a,b\n",
                        (IntFunction<String>) r -> "'x, " + r % 5 + "'," + r * r,
                        plain),
                Arguments.of(
                        "apostrophes as text",
                        "a,b\n",
                        (IntFunction<String>) r -> "'t Hart" + r % 5 + "," + r * r,
                        plain),
                Arguments.of(
                        "a line that names the delimiter",
                        "sep=;\na;b\n",
                        (IntFunction<String>) r -> r + ",5;" + r % 3,
                        plain),
                Arguments.of(
                        "a repeated header",
                        "a,b\n",
                        (IntFunction<String>) r -> r % 40 == 39 ? "a,b" : r + "," + r % 3 + ".5",
                        plain),
                Arguments.of(
                        "comments",
                        "# a comment\na,b\n",
                        (IntFunction<String>) r -> r % 9 == 4 ? "#" + r : r + "," + r % 3 + ".5",
                        plain.withComment('#')),
                Arguments.of(
                        "prices",
                        "a,b,c\n",
                        (IntFunction<String>) r -> "\"$" + (1 + r) + ",000\"," + r + " kg,(" + r + ")",
                        plain),
                Arguments.of(
                        "European numbers",
                        "a;b;c\n",
                        (IntFunction<String>) r -> (1 + r) + ".234,5 €;" + r + "," + r % 10 + ";" + r,
                        plain),
                Arguments.of(
                        "marks of missing values",
                        "a,b,c\n",
                        (IntFunction<String>)
                                r -> (r % 5 == 1 ? "-" : r) + "," + (r % 7 == 1 ? "k.A." : r * 2) + "," + r,
                        plain),
                Arguments.of(
                        "marks that are given",
                        "a,b\n",
                        (IntFunction<String>) r -> (r % 5 == 1 ? "-9" : r) + "," + (r % 7 == 1 ? "gone" : r * 2),
                        plain.withMissing(List.of("-9", "gone"))),
                Arguments.of(
                        "stripped characters",
                        "a,b\n",
                        (IntFunction<String>) r -> "k" + r % 3 + ".," + r,
                        plain.withStrip(".")),
                Arguments.of(
                        "codes",
                        "a,b\n",
                        (IntFunction<String>) r -> String.format(Locale.ROOT, "%05d,%d", r * 101, r % 2),
                        plain),
                Arguments.of(
                        "true and false",
                        "a,b\n",
                        (IntFunction<String>)
                                r -> List.of("TRUE", "1", "no", "F").get(r % 4) + "," + r,
                        plain),
                Arguments.of(
                        "dates",
                        "a,b,c,d\n",
                        (IntFunction<String>) r -> "2024-01-" + (10 + r % 20) + "," + (1 + r % 28) + ".5." + (1990 + r)
                                + ",1" + r % 10 + ":30," + r,
                        plain),
                Arguments.of(
                        "dates with marks",
                        "a,b\n",
                        (IntFunction<String>) r ->
                                (r % 6 == 2 ? "never" : r % 28 + 1 + "/" + (r % 12 + 1) + "/2024 10:" + (10 + r % 50))
                                        + "," + r,
                        plain),
                Arguments.of(
                        "dates that are given",
                        "a,b\n",
                        (IntFunction<String>) r -> 20240101 + r % 28 + "," + r,
                        plain.withDates(Map.of("a", DateForm.of("yyyyMMdd")))),
                Arguments.of(
                        "row numbers",
                        "id,a,b\n",
                        (IntFunction<String>) r -> r + "," + r * 7 % 13 + ".5," + r * r % 5 + ".5",
                        plain),
                Arguments.of(
                        "roles",
                        "w,s,i,a,b\n",
                        (IntFunction<String>) r -> r % 3 + ",v" + r % 2 + ",z," + r + "," + r % 4,
                        plain.withWeight("w")
                                .withSplit("s")
                                .withIgnored(List.of("i"))
                                .withTarget("a")),
                Arguments.of(
                        "one column",
                        "a\n",
                        (IntFunction<String>) r -> r % 9 == 2 ? "" : String.valueOf(r),
                        plain.withoutTarget()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void readsTheSame(String name, String header, IntFunction<String> row, ReadOptions options) throws IOException {
        Path file = write(header, 120, row);
        try (StoredTable guessed = TableReader.read(List.of(file), options)) {
            String json = SchemaFile.toJson(guessed.schema());
            Schema schema = SchemaFile.fromJson(json);
            assertEquals(guessed.schema(), schema);
            try (StoredTable read =
                    TableReader.read(List.of(file), ReadOptions.defaults().withSchema(schema))) {
                assertEquals(schema, read.schema(), name);
                assertEquals(guessed.rows(), read.rows(), name);
                for (int c = 0; c < schema.columns().size(); c++) {
                    if (schema.columns().get(c).role() != Role.IGNORED) {
                        assertEquals(Tables.column(guessed, c), Tables.column(read, c), name);
                    }
                }
                // That lines repeat the header is no guess about what the file means, but they are left out.
                assertEquals(
                        name.equals("a repeated header") ? 1 : 0,
                        read.notes().size(),
                        () -> read.notes().toString());
            }
        }
    }

    @Test
    void optionsOverrideASchema() throws IOException {
        Path file = write("a;b\n", 30, r -> r + ";" + r % 3);
        Schema schema;
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
            schema = table.schema();
        }
        assertEquals(';', schema.csv().delimiter());
        Path other = Files.writeString(folder.resolve("o.csv"), "a,b\n1,2\n");
        ReadOptions options = ReadOptions.defaults().withSchema(schema);
        Tables.requireRefused(() -> TableReader.read(List.of(other), options), "o.csv");
        try (StoredTable table = TableReader.read(List.of(other), options.withDelimiter(','))) {
            assertEquals(',', table.schema().csv().delimiter());
            assertEquals(List.of("1.0"), Tables.column(table, 0));
        }
        // A schema that does not say how the file is divided lets it be found out.
        try (StoredTable table =
                TableReader.read(List.of(other), ReadOptions.defaults().withSchema(schema.withCsv(CsvFormat.AUTO)))) {
            assertEquals(List.of("2.0"), Tables.column(table, 1));
        }
    }

    @Test
    void filesThatAreDividedInSeveralWaysAreEachLookedAt() throws IOException {
        Path first = write("a;b\n", 30, r -> r + ";" + r % 3);
        Path second = Files.writeString(folder.resolve("o.csv"), "a,b\n1,2\n");
        try (StoredTable table = TableReader.read(List.of(first, second), ReadOptions.defaults())) {
            assertEquals(
                    new CsvFormat(null, '"', Header.AUTO, null), table.schema().csv());
        }
    }
}
