package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates and times in CSV files: what they are taken for, and that it is said. */
class DatesTest {
    private static final int ROWS = 60;
    private static final LocalDateTime FIRST = LocalDateTime.of(2023, 11, 25, 3, 5, 17);

    @TempDir
    Path folder;

    private StoredTable read(IntFunction<String> cells, ReadOptions options) {
        return read(ROWS, cells, options);
    }

    private StoredTable read(int rows, IntFunction<String> cells, ReadOptions options) {
        StringBuilder text = new StringBuilder("x|y\n");
        for (int r = 0; r < rows; r++) {
            text.append(cells.apply(r)).append('|').append(r % 3 + 0.5).append('\n');
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

    private static String form(StoredTable table) {
        return Objects.requireNonNull(first(table).dates()).pattern();
    }

    private static void requireNote(StoredTable table, String... parts) {
        assertEquals(1, table.notes().size(), () -> table.notes().toString());
        for (String part : parts) {
            assertTrue(table.notes().getFirst().contains(part), () -> part + " in: " + table.notes());
        }
    }

    /** The moments that the rows of a table hold, not in order. */
    private static LocalDateTime moment(int r) {
        return FIRST.plusDays(r * 37L % 60 * 11).plusMinutes(r * 101L);
    }

    private static IntFunction<String> written(String pattern) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        return r -> formatter.format(moment(r));
    }

    /** What is left of a moment once it is written: to the day, the minute or the second. */
    private static List<String> expected(String pattern) {
        long unit = pattern.contains("s") ? 1 : pattern.contains("m") ? 60 : 86_400;
        return IntStream.range(0, ROWS)
                .mapToObj(r -> moment(r).toEpochSecond(ZoneOffset.UTC) / unit * unit)
                .map(second -> Double.toString(second))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "yyyy-MM-dd; iso",
                "yyyy-MM-dd HH:mm; iso",
                "yyyy-MM-dd'T'HH:mm:ss'Z'; iso",
                "yyyy-M-d; yyyy-M-d",
                "yyyy/MM/dd; yyyy/M/d",
                "yyyy/MM/dd HH:mm:ss; yyyy/M/d H:mm[:ss]",
                "dd.MM.yyyy; d.M.yyyy",
                "d.M.yyyy; d.M.yyyy",
                "dd.MM.yyyy HH:mm; d.M.yyyy H:mm[:ss]",
                "M/d/yyyy; M/d/yyyy",
                "MM/dd/yyyy h:mm a; M/d/yyyy h:mm[:ss] a",
                "dd/MM/yyyy; d/M/yyyy",
                "dd/MM/yyyy HH:mm:ss; d/M/yyyy H:mm[:ss]",
                "dd-MM-yyyy; d-M-yyyy",
                "MM-dd-yyyy; M-d-yyyy",
                "d MMM yyyy; d MMM yyyy",
                "d MMMM yyyy; d MMMM yyyy",
                "dd-MMM-yyyy; d-MMM-yyyy",
                "MMM d, yyyy; MMM d, yyyy",
                "MMMM d, yyyy h:mm a; MMMM d, yyyy h:mm[:ss] a",
                "EEE, d MMM yyyy HH:mm:ss; EEE, d MMM yyyy H:mm[:ss]"
            })
    void datesAreRead(String pattern, String form) {
        try (StoredTable table = read(written(pattern))) {
            assertEquals("DN", Tables.types(table));
            assertEquals(form, form(table));
            assertEquals(expected(pattern), Tables.column(table, 0));
            requireNote(
                    table,
                    "t.csv, line 2, column 'x': '" + written(pattern).apply(0) + "' and others are read as dates",
                    form.equals("iso") ? ";" : "of the form " + form + ";",
                    "--categorical x");
        }
    }

    @Test
    void timesOfTheDayAreRead() {
        for (String pattern : List.of("HH:mm", "H:mm:ss", "h:mm a")) {
            try (StoredTable table = read(written(pattern))) {
                assertEquals("DN", Tables.types(table));
                int unit = pattern.contains("s") ? 1 : 60;
                assertEquals(
                        IntStream.range(0, ROWS)
                                .mapToObj(r -> moment(r).toLocalTime().toSecondOfDay() / unit * unit)
                                .map(second -> Double.toString(second))
                                .toList(),
                        Tables.column(table, 0));
                requireNote(table, "are read as times of the day", "--categorical x");
            }
        }
    }

    @Test
    void monthsAreRead() {
        try (StoredTable table = read(written("yyyy-MM"))) {
            assertEquals("DN", Tables.types(table));
            assertEquals("1.6987968E9", Tables.column(table, 0).getFirst());
        }
        try (StoredTable table = read(written("MMM yyyy"))) {
            assertEquals("MMM yyyy", form(table));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy", "yyyyMMdd", "yyyyMMddHHmmss", "yyyy.MM"})
    void numbersStayNumbersUnlessAskedFor(String pattern) {
        try (StoredTable table = read(written(pattern))) {
            assertEquals("NN", Tables.types(table));
            assertEquals(List.of(), table.notes());
        }
        if (!pattern.equals("yyyy.MM")) {
            ReadOptions asked = ReadOptions.defaults().withTypes(Map.of("x", ColumnType.DATE));
            try (StoredTable table = read(written(pattern), asked)) {
                assertEquals(pattern, form(table));
                requireNote(table, "the dates are read in the form " + pattern, "--date 'x=FORM'");
            }
        }
        DateForm form = DateForm.of(pattern);
        try (StoredTable table = read(written(pattern), ReadOptions.defaults().withDates(Map.of("0", form)))) {
            assertEquals(form, first(table).dates());
            assertEquals(List.of(), table.notes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A-%d",
                "%d.7.1",
                "%d-12-34",
                "%d:61",
                "1/%d",
                "%d/13/2024x",
                "v2024.%d.1",
                "%d Maybe 2024",
                "1:%d0"
            })
    void otherTextsStayTexts(String text) {
        try (StoredTable table = read(r -> String.format(Locale.ROOT, text, 10 + r / 2))) {
            assertEquals("C", Tables.types(table).substring(0, 1));
            assertEquals(List.of(), table.notes());
        }
    }

    @Test
    void yearsOfTwoDigitsStayTextAndAreNamed() {
        try (StoredTable table = read(written("MM/dd/yy"))) {
            assertEquals("CN", Tables.types(table));
            requireNote(table, "dates with two digits for the year", "--date 'x=M/d/yy'");
        }
        try (StoredTable table =
                read(written("MM/dd/yy"), ReadOptions.defaults().withDates(Map.of("x", DateForm.of("M/d/yy"))))) {
            assertEquals(expected("d"), Tables.column(table, 0));
        }
    }

    @Test
    void aDoubtfulOrderIsSaid() {
        IntFunction<String> doubtful = r -> (1 + r * 7 % 12) + "/" + (1 + r * 5 % 12) + "/2024";
        try (StoredTable table = read(doubtful)) {
            assertEquals("M/d/yyyy", form(table));
            requireNote(table, "which is a guess; --date 'x=d/M/yyyy' reads the day first, --categorical x");
        }
        IntFunction<String> inOrder = r -> (1 + r % 12) + "/" + (1 + r / 12) + "/2024";
        try (StoredTable table = read(inOrder)) {
            assertEquals("d/M/yyyy", form(table));
            requireNote(table, "because the rows are then in order; --date 'x=M/d/yyyy' reads the month first");
        }
        // In order either way, so that the order says nothing.
        try (StoredTable table = read(r -> (1 + r / 6) + "/" + (2 + r / 6) + "/2024")) {
            assertEquals("M/d/yyyy", form(table));
            requireNote(table, "which is a guess; --date 'x=d/M/yyyy' reads the day first");
        }
        IntFunction<String> dashes = r -> (1 + r * 7 % 12) + "-" + (1 + r * 5 % 12) + "-2024";
        try (StoredTable table = read(dashes)) {
            assertEquals("d-M-yyyy", form(table));
            requireNote(table, "which is a guess; --date 'x=M-d-yyyy' reads the month first");
        }
        // Where day and month are the same, the order does not matter.
        try (StoredTable table = read(r -> (1 + r % 12) + "/" + (1 + r % 12) + "/" + (2000 + r))) {
            requireNote(table, "are read as dates of the form M/d/yyyy; --categorical");
        }
        DateForm given = DateForm.of("d/M/yyyy");
        try (StoredTable table = read(doubtful, ReadOptions.defaults().withDates(Map.of("x", given)))) {
            assertEquals(given, first(table).dates());
            assertEquals(List.of(), table.notes());
        }
    }

    @Test
    void onlyWhatIsLaterDecides() {
        // The first rows leave the order open; the reading is refused where it turns out to be wrong.
        IntFunction<String> late = r -> r < 10_500 ? (1 + r % 12) + "/" + (1 + r / 12 % 12) + "/2024" : "15/3/2024";
        Tables.requireRefused(
                () -> read(11_000, late, ReadOptions.defaults()),
                "line 10502, column 'x': expected a date of the form 'M/d/yyyy', found '15/3/2024'",
                "--date");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NA", "-", ".", "missing", "unknown", "tbd", ""})
    void aMarkAmongDatesIsMissing(String mark) {
        try (StoredTable table =
                read(r -> r % 3 == 1 ? mark : written("dd.MM.yyyy").apply(r))) {
            assertEquals("DN", Tables.types(table));
            assertEquals("-", Tables.column(table, 0).get(1));
            assertEquals(expected("d").get(2), Tables.column(table, 0).get(2));
            requireNote(
                    table,
                    mark.isEmpty() || mark.equals("NA") ? "dates" : "'" + mark + "' (line 3, and 19 more) as missing");
        }
        // Later than the first rows.
        if (!mark.equals("unknown") && !mark.equals("tbd")) {
            try (StoredTable table = read(
                    10_010, r -> r == 10_005 ? mark : written("yyyy-MM-dd").apply(r % 50), ReadOptions.defaults())) {
                assertEquals("-", Tables.column(table, 0).get(10_005));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-02-30", "2023-13-05", "0000-00-00", "20230305", "03.05.2023", "7"})
    void aMistakeIsNamed(String mistake) {
        for (int rows : new int[] {ROWS, 10_100}) {
            int at = rows - 10;
            IntFunction<String> cells =
                    r -> r == at ? mistake : written("yyyy-MM-dd").apply(r % 50);
            Tables.requireRefused(
                    () -> read(rows, cells, ReadOptions.defaults()),
                    "t.csv, line " + (at + 2) + ", column 'x': ",
                    "found '" + mistake + "'");
            try (StoredTable table = read(rows, cells, ReadOptions.defaults().withMissing(List.of(mistake)))) {
                assertEquals("D", Tables.types(table).substring(0, 1));
            }
            try (StoredTable table =
                    read(rows, cells, ReadOptions.defaults().withTypes(Map.of("x", ColumnType.CATEGORICAL)))) {
                assertEquals("CN", Tables.types(table));
            }
        }
        // Among few dates it may be a category.
        try (StoredTable table = read(r -> r == 50 ? mistake + "x" : "2024-01-0" + (1 + r % 7))) {
            assertEquals("CN", Tables.types(table));
            requireNote(table, "found '" + mistake + "x' (line 52) among dates");
        }
    }

    @Test
    void offsetsAreMixed() {
        IntFunction<String> cells = r -> "2024-03-31T0" + r % 10 + ":00:00"
                + List.of("Z", "+01:00", "+0200", "").get(r % 4);
        try (StoredTable table = read(cells)) {
            requireNote(table, "those without an offset as UTC");
            assertEquals(
                    List.of(1_711_843_200.0, 1_711_843_200.0, 1_711_843_200.0, 1_711_854_000.0),
                    Tables.column(table, 0).subList(0, 4).stream()
                            .map(Double::valueOf)
                            .toList());
        }
    }

    @Test
    void aHeaderIsNoDate() throws IOException {
        Path file = Files.write(
                folder.resolve("h.csv"), List.of("day,kind", "2024-01-05,a", "2024-01-06,b", "2024-01-07,a"));
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
            assertEquals(List.of("day", "kind"), Tables.names(table));
            assertEquals("DC", Tables.types(table));
        }
        Path without = Files.write(folder.resolve("n.csv"), List.of("2024-01-05,a", "2024-01-06,b", "2024-01-07,a"));
        try (StoredTable table = TableReader.read(List.of(without), ReadOptions.defaults())) {
            assertEquals(3, table.rows());
            assertEquals("DC", Tables.types(table));
        }
    }

    @Test
    void severalFilesHaveOneForm() throws IOException {
        Path first = Files.write(folder.resolve("a.csv"), List.of("x,y", "13.01.2024,1", "14.01.2024,2"));
        Path second = Files.write(folder.resolve("b.csv"), List.of("x;y", "15.01.2024;1", "2024-01-16;2"));
        try (StoredTable table = TableReader.read(List.of(first, second), ReadOptions.defaults())) {
            // With so few dates the column may as well be text.
            assertEquals("CN", Tables.types(table));
            requireNote(table, "b.csv, line 3, column 'x': found '2024-01-16', unlike in the first rows");
        }
    }
}
