package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Tables;
import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
    @TempDir
    Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("t.jsonl"), text);
    }

    private static StoredTable read(Path file) {
        return TableReader.read(List.of(file), ReadOptions.defaults());
    }

    @Test
    void readsValuesOfAllKinds() throws IOException {
        String text = """
                {"x":1,"s":"a","b":true,"y":2.5}
                {"s":"b","x":-2e3,"late":7,"y":null}

                  { "y" : 0.1 , "x" : NaN, "s" : "N/A", "b" : false }
                {}
                """;
        Path file = write(text.replace("null}\n", "null}\r\n"));
        try (StoredTable table = read(file)) {
            assertEquals(List.of("x", "s", "b", "late", "y"), Tables.names(table));
            assertEquals("NCBNN", Tables.types(table));
            assertEquals(Role.TARGET, table.schema().columns().get(4).role());
            assertEquals(List.of("1.0", "-2000.0", "-", "-"), Tables.column(table, 0));
            assertEquals(List.of("a", "b", "-", "-"), Tables.column(table, 1));
            assertEquals(List.of("1.0", "-", "0.0", "-"), Tables.column(table, 2));
            assertEquals(List.of("-", "7.0", "-", "-"), Tables.column(table, 3));
            assertEquals(List.of("2.5", "-", "0.1", "-"), Tables.column(table, 4));
            assertEquals(file + ", line 2", table.place(1));
            assertEquals(file + ", line 4", table.place(2));
            assertEquals(List.of(), table.notes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"d.ndjson", "d.json", "d.csv", "d"})
    void isKnownByItsContent(String name) throws IOException {
        String text = "{\"größe\":1,\"y\":\"\\u00e9\\ud83d\\ude00 \\\"q\\\"\"}\n{\"größe\":2,\"y\":\"b,c\"}\n";
        Path plain = Files.writeString(folder.resolve(name), text);
        Path wide = Files.write(folder.resolve("w" + name), ("\ufeff" + text).getBytes(StandardCharsets.UTF_16BE));
        Path packed = folder.resolve(name + ".gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(packed))) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        for (Path file : List.of(plain, wide, packed)) {
            try (StoredTable table = read(file)) {
                assertEquals(List.of("größe", "y"), Tables.names(table));
                assertEquals(List.of("é😀 \"q\"", "b,c"), Tables.column(table, 1));
            }
        }
    }

    @Test
    void textsAreReadAsInOtherTables() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int r = 1; r <= 60; r++) {
            text.append(String.format(
                    "{\"n\":\"%d\",\"m\":%s,\"zip\":\"%05d\",\"price\":\"$%d,000\",\"on\":%s,\"y\":%d}%n",
                    r, r == 9 ? "\"-\"" : String.valueOf(r), r, r, r % 2 == 0 ? "true" : "\"no\"", r % 2));
        }
        Path file = write(text.toString());
        try (StoredTable table = TableReader.read(
                List.of(file), ReadOptions.defaults().withFeatures(List.of("n", "m", "zip", "price", "on")))) {
            assertEquals("NNCNBN", Tables.types(table));
            assertEquals("17000.0", Tables.column(table, 3).get(16));
            assertEquals("-", Tables.column(table, 1).get(8));
            assertEquals(4, table.notes().size(), () -> table.notes().toString());
            assertTrue(table.notes().stream()
                    .anyMatch(note -> note.contains("column 'n': the text '1'") && note.contains("--categorical n")));
        }
        ReadOptions asText = ReadOptions.defaults().withTypes(Map.of("n", ColumnType.CATEGORICAL));
        try (StoredTable table = TableReader.read(List.of(file), asText)) {
            assertEquals("7", Tables.column(table, 0).get(6));
            assertEquals(
                    ColumnType.CATEGORICAL, table.schema().columns().getFirst().type());
        }
    }

    /** The same random cells as CSV and as JSON lines, in which keys come in any order and are sometimes absent. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void theSameCellsAreTheSameTable(int seed) throws IOException {
        RandomKey random = RandomKey.of(seed);
        int rows = 1 + (int) (300 * random.uniform(0));
        List<String> csv = new ArrayList<>(List.of("number,text,truth,y"));
        List<String> json = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            String number =
                    random.uniform(10L * r + 1) < 0.1 && r > 0 ? "" : String.valueOf(random.uniform(10L * r + 2) * 1e5);
            String text =
                    random.uniform(10L * r + 3) < 0.1 && r > 0 ? "" : "t " + (int) (5 * random.uniform(10L * r + 4));
            String truth = random.uniform(10L * r + 5) < 0.5 ? "true" : "false";
            csv.add(number + "," + text + "," + truth + "," + r);
            List<String> pairs = new ArrayList<>();
            pairs.add("\"truth\":" + truth);
            if (!number.isEmpty() || r % 2 == 0) {
                pairs.add(r % 3 == 0 ? 0 : pairs.size(), "\"number\":" + (number.isEmpty() ? "null" : number));
            }
            if (!text.isEmpty()) {
                pairs.add(r % 2, "\"text\":\"" + text + "\"");
            }
            pairs.add(r == 0 ? pairs.size() : r % pairs.size(), "\"y\":" + r);
            json.add("{" + String.join(",", pairs) + "}");
        }
        Path first = Files.write(folder.resolve("a.csv"), csv);
        Path second = write(String.join("\n", json));
        Schema schema = new Schema(
                List.of(
                        new Column("number", ColumnType.NUMERIC, Role.FEATURE),
                        new Column("text", ColumnType.CATEGORICAL, Role.FEATURE),
                        new Column("truth", ColumnType.BOOLEAN, Role.FEATURE),
                        new Column("y", ColumnType.NUMERIC, Role.TARGET)),
                true,
                Schema.DEFAULT_MISSING,
                "");
        ReadOptions options = ReadOptions.defaults().withSchema(schema);
        try (StoredTable a = TableReader.read(List.of(first), options, 7);
                StoredTable b = TableReader.read(List.of(second), options, 5)) {
            for (int c = 0; c < 4; c++) {
                assertEquals(Tables.column(a, c), Tables.column(b, c));
            }
        }
        try (StoredTable both =
                TableReader.read(List.of(second, first), ReadOptions.defaults().withTarget("y"))) {
            assertEquals(2 * rows, both.rows());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'b':[1]} | line 1: the key 'b' holds an array",
                "{'a':1,'b':2};{'a':1,'b':{'c':1}} | line 2: the key 'b' holds an object",
                "{'a':1,'b':2};{'a':1,;{'a':2,'b':3} | line 2: the object is not closed in its line",
                "{'a':1,'b':2};;{'a':1 'b':2} | line 3: no JSON",
                "{'a':1,'b':2};{'a':1,'b':'x | line 2: no JSON",
                "{'a':1,'b':2},;{'a':1,'b':2} | line 1: no JSON",
                "{'a':1,'b':2,'a':3} | line 1: the key 'a' occurs twice",
                "{'a':1,'b':2}{'a':1,'b':2} | line 1: expected one object, found more",
                "{'a':1,'b':2};[1,2] | line 2: expected an object",
                "{'a':1,'b':2};7 | line 2: expected an object",
                "{'a':1,'b':Infinity} | line 1, column 'b': expected a finite number",
                "{'a':1,'b':2};{'a':1,'b':2 | line 2: no JSON",
                "hello | line 1: no JSON",
                "'' | is empty",
                "{};{} | has no keys",
                "{'a':1} | no feature remains to learn from; expected a target",
            })
    void sayWhatIsWrong(String lines, String message) throws IOException {
        Path file = write(lines.equals("''") ? "" : lines.replace('\'', '"').replace(';', '\n'));
        Tables.requireRefused(() -> read(file), message);
    }

    @Test
    void aNestedKeyThatIsIgnoredIsSkipped() throws IOException {
        Path file = write("{\"tags\":[{\"a\":[1]}],\"x\":1,\"y\":2}\n{\"tags\":null,\"x\":3,\"y\":4}\n");
        try (StoredTable table =
                TableReader.read(List.of(file), ReadOptions.defaults().withIgnored(List.of("tags")))) {
            assertEquals(List.of("1.0", "3.0"), Tables.column(table, 1));
        }
    }

    @Test
    void endlessTextsAndDepthsAreRefused() throws IOException {
        Path file = write("{\"a\":1,\"b\":\"" + "x".repeat(CellReader.MAX_CHARACTERS + 1) + "\"}");
        Tables.requireRefused(() -> read(file), "line 1", "key 'b'", "characters");
        write("{\"a\":1,\"b\":" + "[".repeat(100_000));
        Tables.requireRefused(() -> read(file), "line 1", "key 'b'", "nested too deeply");
        Files.write(file, "{\"a\":1}\n{\"a\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1));
        Tables.requireRefused(() -> read(file), "is not UTF-8");
    }

    @Test
    void aLateTextAmongFewNumbersMakesACategory() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < 12_000; r++) {
            text.append("{\"code\":" + (r == 11_000 ? "\"other\"" : String.valueOf(r % 3)) + ",\"y\":" + r % 2 + "}\n");
        }
        try (StoredTable table = read(write(text.toString()))) {
            assertEquals("other", Tables.column(table, 0).get(11_000));
            assertEquals("2", Tables.column(table, 0).get(2));
        }
        Path file = write(text.toString().replaceAll("\"code\":\\d", "\"code\":0.5"));
        try (StoredTable table = read(file)) {
            assertEquals(List.of("0.5", "other"), table.categories(0));
        }
    }

    @Test
    void columnsAreFoundByNameForAModel() throws IOException {
        Schema schema = new Schema(
                List.of(
                        new Column("x", ColumnType.NUMERIC, Role.FEATURE),
                        new Column("y", ColumnType.CATEGORICAL, Role.TARGET)),
                true,
                List.of(),
                "");
        ReadOptions options = ReadOptions.defaults().withSchema(schema).withTargetRequired(false);
        Path file = write("{\"more\":[],\"x\":\" 3 \"}\n{\"x\":null}\n");
        try (StoredTable table = TableReader.read(List.of(file), options)) {
            assertEquals(List.of("3.0", "-"), Tables.column(table, 0));
        }
        Path lacking = write("{\"X\":1}\n");
        Tables.requireRefused(() -> TableReader.read(List.of(lacking), options), "lacks the column 'x'", "'X'");
        Path wrong = write("{\"x\":1}\n{\"x\":\"many\"}\n");
        Tables.requireRefused(
                () -> TableReader.read(List.of(wrong), options), "line 2, column 'x': expected a number, found 'many'");
    }

    @Test
    void tooManyKeysAreRefused() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < 100_001; r++) {
            text.append("{\"k" + r + "\":1}\n");
        }
        Path file = write(text.toString());
        Tables.requireRefused(() -> read(file), "more than 100000 different keys");
    }

    /** A number that is no text is one, however the texts of its key are dressed. */
    @Test
    void numbersBesideDressedTexts() throws IOException {
        StringBuilder commas = new StringBuilder();
        StringBuilder dollars = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            commas.append("{\"x\":")
                    .append(i % 3 == 0 ? i + ".125" : "\"1." + (100 + i) + ",5\"")
                    .append(",\"y\":1.5}\n");
            dollars.append("{\"x\":")
                    .append(i % 3 == 0 ? 1000 + i : "\"$2," + (100 + i) + "\"")
                    .append(",\"y\":1.5}\n");
        }
        try (StoredTable table = read(write(commas.toString()))) {
            assertEquals("NN", Tables.types(table));
            assertEquals(
                    List.of("0.125", "1101.5", "1102.5", "3.125"),
                    Tables.column(table, 0).subList(0, 4));
            assertTrue(
                    table.notes().getFirst().contains("--categorical x"),
                    table.notes().toString());
            ReadOptions served = ReadOptions.defaults().withSchema(table.schema());
            Path more = write("{\"x\":1.234,\"y\":1}\n{\"x\":\"1.234\",\"y\":NaN}\n{\"x\":2e3,\"y\":1}\n");
            try (StoredTable again = TableReader.read(List.of(more), served)) {
                assertEquals(List.of("1.234", "1234.0", "2000.0"), Tables.column(again, 0));
                assertEquals(List.of("1.0", "-", "1.0"), Tables.column(again, 1));
            }
        }
        try (StoredTable table = read(write(dollars.toString()))) {
            assertEquals("NN", Tables.types(table));
            assertEquals(
                    List.of("1000.0", "2101.0", "2102.0", "1003.0"),
                    Tables.column(table, 0).subList(0, 4));
        }
    }

    /** Python's NaN is no text, whatever marks a missing one. */
    @Test
    void notANumberIsMissingWhateverTheMarksAre() throws IOException {
        Path file = write("{\"s\":NaN,\"x\":NaN,\"y\":1}\n{\"s\":\"b\",\"x\":2,\"y\":-9}\n");
        try (StoredTable table =
                TableReader.read(List.of(file), ReadOptions.defaults().withMissing(List.of("-9")))) {
            assertEquals("CNN", Tables.types(table));
            assertEquals(List.of("-", "b"), Tables.column(table, 0));
            assertEquals(List.of("-", "2.0"), Tables.column(table, 1));
            assertEquals(List.of("1.0", "-"), Tables.column(table, 2));
        }
    }

    /** Keys come in any order, so that their positions say nothing. */
    @Test
    void keysAreNotFoundByPosition() throws IOException {
        Path file = write("{\"b\":1,\"a\":2,\"y\":3}\n");
        Schema numbered = new Schema(
                List.of(
                        new Column("0", ColumnType.NUMERIC, Role.FEATURE),
                        new Column("1", ColumnType.NUMERIC, Role.FEATURE),
                        new Column("2", ColumnType.NUMERIC, Role.TARGET)),
                false,
                List.of(),
                "");
        Tables.requireRefused(
                () -> TableReader.read(List.of(file), ReadOptions.defaults().withSchema(numbered)),
                "lacks the columns '0', '1', '2'",
                "keys come in any order",
                "its columns are 'b', 'a', 'y'");
        Schema named = new Schema(
                List.of(
                        new Column("a", ColumnType.NUMERIC, Role.FEATURE),
                        new Column("b", ColumnType.NUMERIC, Role.FEATURE),
                        new Column("y", ColumnType.NUMERIC, Role.TARGET)),
                false,
                List.of(),
                "");
        try (StoredTable table =
                TableReader.read(List.of(file), ReadOptions.defaults().withSchema(named))) {
            assertEquals(List.of("2.0"), Tables.column(table, 0));
            assertEquals(List.of("1.0"), Tables.column(table, 1));
        }
    }
}
