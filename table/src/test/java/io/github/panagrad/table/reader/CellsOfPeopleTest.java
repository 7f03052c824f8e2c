package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.SchemaFile;
import io.github.panagrad.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns as people write them: what they are taken for, and that it is said. */
class CellsOfPeopleTest {
    private static final int ROWS = 60;

    @TempDir
    Path folder;

    /** Reads a column {@code x} of cells, separated by bars, next to a target. */
    private StoredTable read(IntFunction<String> cells, ReadOptions options) {
        StringBuilder text = new StringBuilder("x|y\n");
        for (int r = 0; r < ROWS; r++) {
            text.append(cells.apply(r))
                    .append('|')
                    .append(r % 2 == 0 ? "a" : "b")
                    .append('\n');
        }
        try {
            return TableReader.read(
                    List.of(Files.writeString(folder.resolve("t.csv"), text)), options.withDelimiter('|'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredTable read(IntFunction<String> cells) {
        return read(cells, ReadOptions.defaults());
    }

    private static Column first(StoredTable table) {
        return table.schema().columns().getFirst();
    }

    private static void requireNote(StoredTable table, String... parts) {
        assertEquals(1, table.notes().size(), () -> table.notes().toString());
        for (String part : parts) {
            assertTrue(table.notes().getFirst().contains(part), () -> part + " in: " + table.notes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"na", "Na", "-", "--", ".", "missing", "MISSING", "none", "nAn", "#n/a", "unknown", "k. A.", "q"
            })
    void oneTextAmongManyNumbersIsMissing(String mark) {
        for (int every : new int[] {2, 3, 50}) {
            try (StoredTable table = read(r -> r % every == 1 ? mark : String.valueOf(r * 0.5))) {
                assertEquals("NC", Tables.types(table));
                assertEquals(List.of(mark), first(table).form().missing());
                assertEquals("-", Tables.column(table, 0).get(1));
                assertEquals("1.0", Tables.column(table, 0).get(2));
                requireNote(table, "line 3, column 'x': '" + mark + "' is taken for missing", "--categorical x");
            }
        }
        // Whoever says that it is text is believed, and hears nothing.
        ReadOptions said = ReadOptions.defaults().withTypes(Map.of("x", ColumnType.CATEGORICAL));
        try (StoredTable table = read(r -> r % 3 == 1 ? mark : String.valueOf(r * 0.5), said)) {
            assertEquals("CC", Tables.types(table));
            assertEquals(List.of(), table.notes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<NA>", "#N/A", "n/a", "\\N", "NAN", "NA", "?"})
    void theUsualMarksCountInEveryColumn(String mark) {
        for (String other : List.of("7", "red")) {
            try (StoredTable table = read(r -> r % 3 == 1 ? mark : other)) {
                assertEquals("-", Tables.column(table, 0).get(1));
                assertEquals(List.of(), table.notes());
            }
        }
    }

    @Test
    void severalUsualMarksAreMissingAmongFewNumbersToo() {
        try (StoredTable table = read(r -> r % 5 == 1 ? "-" : r % 5 == 2 ? "." : String.valueOf(r % 4))) {
            assertEquals("NC", Tables.types(table));
            assertEquals(List.of("-", "."), first(table).form().missing());
            requireNote(table, "'-', '.' are taken for missing, in 24 of the first 60 rows");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "missing", ".", "na"})
    void elsewhereTheyAreWords(String word) {
        try (StoredTable table = read(r -> r % 3 == 1 ? word : "red")) {
            assertEquals(word, Tables.column(table, 0).get(1));
            assertEquals(List.of(), table.notes());
        }
    }

    @Test
    void aTextWithDigitsAmongNumbersIsAMistake() {
        for (int every : new int[] {2, 50}) {
            Tables.requireRefused(
                    () -> read(r -> r % every == 1 ? ">100" : String.valueOf(r)).close(),
                    "line 3, column 'x'",
                    "'>100' among numbers",
                    "texts for missing values");
        }
    }

    @Test
    void aMissingTargetIsRefused() {
        ReadOptions target = ReadOptions.defaults().withTarget("x");
        Tables.requireRefused(
                () -> read(r -> r % 5 == 3 ? "unknown" : String.valueOf(r), target)
                        .close(),
                "line 5, column 'x'",
                "'unknown'",
                "--categorical x",
                "--missing-target drop");
    }

    @ParameterizedTest
    @CsvSource({"5, 08540", "2, 07", "9, 000123456"})
    void digitsOfOneWidthWithZerosInFrontAreText(int width, String code) {
        int lowest = 1 + (int) Math.min(Math.pow(10, width - 1), 1000) / 2;
        IntFunction<String> cells = r -> r == 1
                ? code
                : ("0".repeat(width) + (lowest + r))
                        .substring(String.valueOf(lowest + r).length());
        try (StoredTable table = read(cells)) {
            assertEquals("CC", Tables.types(table));
            assertEquals(code, Tables.column(table, 0).get(1));
            requireNote(table, "column 'x': its numbers have " + width + " digits", "zeros in front", "--numeric x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "123", "-01", "0", "1e05"})
    void otherZerosAreNumbers(String other) {
        try (StoredTable table = read(r -> r % 9 == 4 ? other : "0" + (1 + r % 9))) {
            assertEquals("NC", Tables.types(table));
            assertEquals(List.of(), table.notes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 0 TRUE False true", "t f T 1 0", "Yes no 0 1", "1.0 0.0 True False", "y n Y N 1"})
    void spellingsOfTrueAndFalseAreMixed(String words) {
        String[] cells = words.split(" ", -1);
        for (String target : List.of("x", "y")) {
            try (StoredTable table =
                    read(r -> cells[r % cells.length], ReadOptions.defaults().withTarget(target))) {
                assertEquals("BC", Tables.types(table));
                for (int c = 0; c < cells.length; c++) {
                    boolean isTrue = List.of("1", "t", "y")
                            .contains(cells[c].substring(0, 1).toLowerCase(Locale.ROOT));
                    assertEquals(isTrue ? "1.0" : "0.0", Tables.column(table, 0).get(c), cells[c]);
                }
                requireNote(table, "1 and 0 are taken for true and false", "--categorical x");
            }
        }
    }

    @Test
    void otherNumbersAreNoTruthValues() {
        try (StoredTable table = read(r -> List.of("yes", "no", "2").get(r % 3))) {
            assertEquals("CC", Tables.types(table));
        }
    }

    /** What a number of thousands is written like, and its form. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "$4,%03d;$;;,",
                "$ 4,%03d.00;$;;,",
                "US$4,%03d;US$;;,",
                "4,%03d;;;,",
                "4'%03d CHF;;CHF;'",
                "4\u00a0%03d \u20ac;;\u20ac;\u00a0",
                "4\u202f%03d;;;\u202f",
                "4 %03d;;; ",
                "USD 4,%03d;USD;;,",
                "4%03d%%;;%;",
                "4%03d kg;;kg;",
                "4%03dm\u00b2;;m\u00b2;",
                "\u20b94%03d;\u20b9;;"
            })
    void numbersAreUndressed(String pattern, String prefix, String suffix, String thousands) {
        NumberForm form = new NumberForm(
                prefix == null ? "" : prefix,
                suffix == null ? "" : suffix,
                thousands == null ? "" : thousands,
                List.of());
        try (StoredTable table = read(r -> String.format(Locale.ROOT, pattern, 7 * r))) {
            assertEquals("NC", Tables.types(table));
            assertEquals(form, first(table).form());
            for (int r = 0; r < ROWS; r++) {
                assertEquals(
                        String.valueOf(4000.0 + 7 * r), Tables.column(table, 0).get(r));
            }
            requireNote(table, "line 2, column 'x': '", "are read as numbers", "--categorical x");
            // In a target, too, there is not a class for each.
            try (StoredTable target = read(
                    r -> String.format(Locale.ROOT, pattern, 7 * r),
                    ReadOptions.defaults().withTarget("x"))) {
                assertEquals(form, first(target).form());
                assertEquals("NC", Tables.types(target));
                assertEquals(table.notes(), target.notes());
            }
            // A schema keeps the form, and later files are read the same way.
            ReadOptions later =
                    ReadOptions.defaults().withSchema(SchemaFile.fromJson(SchemaFile.toJson(table.schema())));
            try (StoredTable again = read(r -> String.format(Locale.ROOT, pattern, 8), later)) {
                assertEquals("4008.0", Tables.column(again, 0).getFirst());
                assertEquals(List.of(), again.notes());
            }
        }
    }

    @Test
    void negativeOnesAndMissingOnesAmongThem() {
        List<String> cells = List.of("$1,200", "($1,200.50)", "-$7", "$-8", "\u2212$9", "n/a", "-", "unknown");
        try (StoredTable table = read(r -> r < cells.size() ? cells.get(r) : "$" + r)) {
            assertEquals(
                    List.of("1200.0", "-1200.5", "-7.0", "-8.0", "-9.0", "-", "-", "-", "8.0"),
                    Tables.column(table, 0).subList(0, 9));
            assertEquals(
                    new NumberForm("$", "", ",", List.of("-", "unknown")),
                    first(table).form());
        }
        try (StoredTable table = read(r -> r == 0 ? "(1,000)" : r == 1 ? "(5)" : String.valueOf(r))) {
            assertEquals(
                    List.of("-1000.0", "-5.0", "2.0"), Tables.column(table, 0).subList(0, 3));
        }
        // A typographic minus and blanks leave no doubt.
        try (StoredTable table = read(r -> "\u2212\u00a0" + r + "\u00a0")) {
            assertEquals("-5.0", Tables.column(table, 0).get(5));
            assertEquals(List.of(), table.notes());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "$%d;\u20ac%d;\u20ac7",
                "%d%%;%d;7",
                "%d;$%d;$7",
                "%d kg;%d lb;7 lb",
                "$%d;%d USD;7 USD",
                "$1,00%d;$1'00%d;$1,000",
                "%d%%;n%d;n7"
            })
    void mixedOnesAreRefused(String usual, String other, String found) {
        // More than nine of ten are alike, but for the units of which half are; rows 0 to 9 have one digit.
        int every = other.contains("lb") ? 2 : 12;
        Tables.requireRefused(
                () -> read(r -> String.format(
                                Locale.ROOT,
                                r % every == 7 % every && r >= 7 ? other : usual,
                                usual.contains("00") ? r % 10 : r))
                        .close(),
                "t.csv, line ",
                "column 'x': ",
                "'" + found + "'",
                "categorical");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%d Main Street",
                "12%s",
                "A%d",
                "%d-1",
                "1%d:30",
                "0%d 123",
                "+1 555 %d",
                "%d/7/2020",
                "v1.%d.3",
                "10.0.0.%d"
            })
    void codesAndSentencesRemainText(String pattern) {
        List<String> letters = List.of("A", "B", "C");
        try (StoredTable table = read(r -> pattern.contains("%s")
                ? r + letters.get(r % 3)
                : pattern.contains("Main")
                        ? r
                                + List.of(" Main St", " Oak Ave", " Elm", " Hill", " Bay")
                                        .get(r % 5)
                        : String.format(Locale.ROOT, pattern, r))) {
            assertEquals("CC", Tables.types(table));
            assertEquals(List.of(), table.notes());
        }
    }

    @Test
    void fewNumbersWithAUnitAreCategories() {
        try (StoredTable table = read(r -> r % 2 == 0 ? "36 months" : "60 months")) {
            assertEquals("CC", Tables.types(table));
            assertEquals(List.of(), table.notes());
        }
    }

    @Test
    void decimalCommasAreNoThousands() {
        Tables.requireRefused(
                () -> read(r -> r == 40 ? "1,5" : "1," + (100 + r)).close(), "decimal point", "column 'x'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "%d,5 # # # # 1.5",
                "%d.234,5 € # # € # . # 1234.5",
                "-%d,25 %% # # %% # # -1.25",
                "%d 234,5 kg # # kg # ' ' # 1234.5",
                "%d'234,5 # # # '' # 1234.5"
            })
    void commasBeforeFractions(String pattern, String prefix, String suffix, String thousands, double value) {
        IntFunction<String> cells = r -> String.format(Locale.ROOT, pattern, r == 0 ? 61 : r);
        try (StoredTable table = read(cells)) {
            assertEquals("NC", Tables.types(table), () -> table.notes().toString());
            NumberForm form = first(table).form();
            assertEquals(prefix == null ? "" : prefix, form.prefix());
            assertEquals(suffix == null ? "" : suffix.replace("%%", "%"), form.suffix());
            assertEquals(",", form.decimal());
            assertEquals(value, Double.parseDouble(Tables.column(table, 0).get(1)));
            requireNote(table, "a comma before the fraction", "--categorical x");
            assertEquals(table.schema(), SchemaFile.fromJson(SchemaFile.toJson(table.schema())));
        }
    }

    @Test
    void pointsAmongDecimalCommasSeparateThousands() {
        IntFunction<String> cells = r -> r % 2 == 0 ? r + ",5" : "1." + (100 + r);
        try (StoredTable table = read(cells)) {
            assertEquals(".", first(table).form().thousands());
            assertEquals("1101.0", Tables.column(table, 0).get(1));
            assertEquals("2.5", Tables.column(table, 0).get(2));
        }
        // With other points there is no telling.
        Tables.requireRefused(
                () -> read(r -> r % 2 == 0 ? r + ",5" : "1." + (10 + r)).close(), "column 'x'", "decimal point");
    }

    @Test
    void parenthesesAloneAreNoThousands() {
        try (StoredTable table = read(r -> r % 3 == 0 ? "(" + (r + 1) + ")" : String.valueOf(r))) {
            assertEquals("-1.0", Tables.column(table, 0).getFirst());
            requireNote(table, "'(1)' and others are read as numbers (negative ones in parentheses)");
        }
    }

    @Test
    void typosInCodesAreNamed() {
        try (StoredTable table =
                read(r -> r == 20 ? "l" : r == 33 || r == 40 ? "O" : r == 50 ? "3e" : String.valueOf(1 + r % 5))) {
            assertEquals("CC", Tables.types(table));
            requireNote(
                    table,
                    "line 22, column 'x': ",
                    "'l' (line 22)",
                    "'O' (line 35, and 1 more)",
                    "'3e' (line 52)",
                    "read as text");
        }
    }

    @Test
    void aUsualMarkFarBelowOrInAnotherFileIsMissing() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int r = 0; r < 12_000; r++) {
            text.append(r == 11_000 ? "-" : String.valueOf(r)).append(r % 2 == 0 ? ",a\n" : ",b\n");
        }
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        Path more = Files.writeString(folder.resolve("u.csv"), "x,y\n-,a\n1,b\nMissing,b\n");
        try (StoredTable table = TableReader.read(List.of(file, more), ReadOptions.defaults())) {
            assertEquals("NC", Tables.types(table));
            assertEquals(List.of("-", "Missing"), first(table).form().missing());
            assertEquals("-", Tables.column(table, 0).get(11_000));
            assertEquals(List.of("-", "1.0", "-"), Tables.column(table, 0).subList(12_000, 12_003));
            assertEquals(2, table.notes().size());
            assertTrue(table.notes().getFirst().contains("t.csv, line 11002, column 'x': '-'"));
            assertTrue(table.notes().getLast().contains("u.csv, line 4, column 'x': 'Missing'"));
        }
        Tables.requireRefused(
                () -> TableReader.read(List.of(file), ReadOptions.defaults().withTarget("x")),
                "line 11002",
                "found '-'");
    }

    @Test
    void aTypoFarBelowIsNamed() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int r = 0; r < 12_000; r++) {
            text.append(r == 11_000 ? "l" : String.valueOf(r % 5)).append(r % 2 == 0 ? ",a\n" : ",b\n");
        }
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
            assertEquals("CC", Tables.types(table));
            requireNote(table, "line 11002, column 'x'", "found 'l'", "read as text");
        }
    }

    @Test
    void anIgnoredColumnIsNotSpokenOf() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "x,z,y\n$5,1,a\n$6,2,b\n");
        ReadOptions without = ReadOptions.defaults().withIgnored(List.of("x"));
        try (StoredTable table = TableReader.read(List.of(file), without)) {
            assertEquals("xNC", Tables.types(table));
            assertEquals(List.of(), table.notes());
        }
    }
}
