package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.Header;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotes, delimiters and comments as files have them: no row is lost, and texts stay what they are. */
class CsvDialectTest {
    private static final ReadOptions DEFAULTS = ReadOptions.defaults();

    @TempDir
    Path folder;

    private StoredTable read(String text, ReadOptions options) {
        try {
            return TableReader.read(List.of(Files.writeString(folder.resolve("t.csv"), text)), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredTable read(String text) {
        return read(text, DEFAULTS);
    }

    private void requireNames(String... names) {
        StringBuilder text = new StringBuilder("x,name\n");
        for (int r = 0; r < 3 * names.length; r++) {
            text.append(r).append(',').append(names[r % names.length]).append('\n');
        }
        try (StoredTable table = read(text.toString())) {
            assertEquals(List.of(names), table.categories(1));
            assertEquals(3 * names.length, table.rows());
            assertEquals(List.of(), table.notes());
        }
    }

    @Test
    void apostrophesAreNoQuotes() {
        requireNames("'Lee", "Kim'", "Mo");
        requireNames("Joris'", "'s Gravesande", "d'Hondt");
        requireNames("'Aina", "'Ada", "Noah'");
        requireNames("'90", "'80", "'70");
        requireNames("'a''", "'b", "c''");
    }

    /** As quotes they would join two columns. */
    @Test
    void apostrophesInOneLineAreNoQuotes() {
        try (StoredTable table = read("a,b,y\n'Ewa,Kos',1\n'Ada,Lis',2\nOla,Mak,3\n")) {
            assertEquals("CCN", Tables.types(table));
            assertEquals(List.of("'Ewa", "'Ada", "Ola"), table.categories(0));
        }
    }

    /** Beyond the sample, a quote that was guessed swallows no lines. */
    @Test
    void anApostropheFarBelowIsRefusedRatherThanSwallowingLines() {
        String quoted = "name,y\n" + "'a, b',1\n'c',2\n".repeat(20_000);
        try (StoredTable table = read(quoted)) {
            assertEquals(40_000, table.rows());
            assertEquals(List.of("a, b", "c"), table.categories(0));
            assertTrue(table.notes().getFirst().contains("t.csv: ' is read as the quote"), table.notes()::toString);
        }
        String late = quoted + "'t Hart,1\nSmith',2\n";
        Tables.requireRefused(() -> read(late), "t.csv, line 40002", "closed in another", "--quote");
        String inOneLine = quoted + "'t Hart,1,x'\n";
        Tables.requireRefused(() -> read(inOneLine), "t.csv, line 40002", "expected 2 fields");
        // Whoever says that it is the quote may have lines in it.
        try (StoredTable table = read("name,y\n'a\nb',1\n'c',2\n", DEFAULTS.withQuote('\''))) {
            assertEquals(List.of("a\nb", "c"), table.categories(0));
        }
        try (StoredTable table = read("name,y\n'a',1\n'c',2\n", DEFAULTS.withQuote('"'))) {
            assertEquals(List.of("'a'", "'c'"), table.categories(0));
            assertEquals(List.of(), table.notes());
        }
    }

    /** The last record of the sample is cut off within a quote. */
    @Test
    void aQuoteThatTheSampleCutsOffIsStillOne() {
        String wide = "'" + "word ".repeat(500) + "', 'b'\n";
        try (StoredTable table = read(wide.repeat(400), DEFAULTS.withHeader(Header.NO))) {
            assertEquals(400, table.rows());
            assertEquals(List.of("b"), table.categories(1));
        }
    }

    private static String rows(String header, String row, int count) {
        StringBuilder text = new StringBuilder(header.isEmpty() ? "" : header + "\n");
        for (int r = 0; r < count; r++) {
            text.append(row.replace("#", Integer.toString(r))).append('\n');
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                // As many fields with commas, but not in the header.
                "place;size;price ! # Elm St, Ely, UK;#;1# ! ; ! 3",
                // More fields with commas, and not in the header.
                "note;y ! one, two, three, #;# ! ; ! 2",
                // Commas in the header too, without and with spaces.
                "city,state;rooms;price ! Ely,UK;#;1# ! ; ! 3",
                "city, state, zip;rooms ! Ely, UK, # x;# ! ; ! 2",
                // No header at all.
                "'' ! # Elm St, Ely, UK, 123;#;1# ! ; ! 3",
                "'' ! Elm St,Ely,UK#;#;1# ! ; ! 3",
                "who|said ! me|# well, yes, no ! | ! 2",
                // Semicolons and bars in the texts of a comma file.
                "tags,x,y ! red;blue,#,1# ! , ! 3",
                "'' ! red;blue,#,1# ! , ! 3",
                "'' ! a|b|c,x#,y ! , ! 3",
                // Decimal commas remain what they are.
                "a,b,c ! 1.5, word #, 2 ! , ! 3",
            })
    void textWithOtherDelimitersStaysText(String header, String row, char delimiter, int columns) {
        String text = rows(header, row, 40);
        String explicit;
        try (StoredTable table = read(text, DEFAULTS.withDelimiter(delimiter))) {
            explicit = describe(table);
        }
        try (StoredTable table = read(text)) {
            assertEquals(columns, table.schema().columns().size());
            assertEquals(40, table.rows());
            assertEquals(explicit, describe(table));
        }
    }

    @Test
    void tabsWinOverCommasInTexts() {
        try (StoredTable table = read(rows("a\tb\tc", "x, y, #\t#.5\tz", 30))) {
            assertEquals("CNC", Tables.types(table));
            assertEquals(30, table.rows());
        }
    }

    private static String describe(Table table) {
        List<Object> all = new ArrayList<>(List.of(Tables.names(table)));
        for (int c = 0; c < table.schema().columns().size(); c++) {
            all.add(Tables.column(table, c));
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;\n", "sep=;\r\n", "SEP=;\r", "\"sep=;\"\r\n", "\ufeffsep=;\n"})
    void theLineThatNamesTheDelimiterIsObeyed(String first) {
        String rest = "a;b\n1,x;2\n3,y;4\n5,z;oops;6\n";
        Tables.requireRefused(() -> read(first + rest), "line 5: expected 2 fields", "found 3");
        try (StoredTable table = read(first + rest.replace("oops;", ""))) {
            assertEquals(List.of("a", "b"), Tables.names(table));
            assertEquals(List.of("1,x", "3,y", "5,z"), table.categories(0));
            assertTrue(table.place(2).endsWith("t.csv, line 5"), table.place(2));
        }
    }

    @Test
    void theLineThatNamesTheDelimiterGivesWayToAnOption() {
        try (StoredTable table = read("sep=;\na,b\n1;2,3\n4;5,6\n", DEFAULTS.withDelimiter(','))) {
            assertEquals(List.of("a", "b"), Tables.names(table));
            assertEquals(2, table.rows());
        }
        try (StoredTable table = read("sep=|\na|b\n1|2\n4|5\n")) {
            assertEquals("NN", Tables.types(table));
        }
        // A delimiter that is never guessed.
        try (StoredTable table = read("sep=:\na:b\n1:2\n4:5\n")) {
            assertEquals("NN", Tables.types(table));
        }
        // A column of that name.
        try (StoredTable table = read("sep=a,b\n1,2\n3,4\n")) {
            assertEquals(List.of("sep=a", "b"), Tables.names(table));
        }
        Tables.requireRefused(() -> read("sep=;\n"), "is empty");
    }

    private static final String WITH_COMMENTS =
            "# from a logger\n# unit: m, s, kg\n\nt,v,y\n1,2,a\n# pause, 3 s\n3,4,b\n";

    @Test
    void commentsAreLeftOutWhereThatIsSaid() {
        try (StoredTable table = read(WITH_COMMENTS, DEFAULTS.withComment('#'))) {
            assertEquals(List.of("t", "v", "y"), Tables.names(table));
            assertEquals("NNC", Tables.types(table));
            assertEquals(2, table.rows());
            assertTrue(table.place(0).endsWith("line 5") && table.place(1).endsWith("line 7"), table.place(1));
        }
        try (StoredTable table = read("%x\na;b\n#1;2\n#3;4\n", DEFAULTS.withComment('%'))) {
            assertEquals(List.of("#1", "#3"), table.categories(0));
        }
        // Within quotes it is text.
        try (StoredTable table = read("a,b\n\"#1\",2\n#3,4\n\"x\n#y\",5\n", DEFAULTS.withComment('#'))) {
            assertEquals(List.of("#1", "x\n#y"), table.categories(0));
        }
    }

    @Test
    void commentsThatAreNotSaidAreNamed() {
        Tables.requireRefused(() -> read(WITH_COMMENTS), "t.csv, line 1: begins with #", "--comment '#'");
        Tables.requireRefused(
                () -> read("\n# one, two, three\n# a\nt,v,y\n" + "1,2,3\n".repeat(9)),
                "t.csv, line 3: begins with # and has 1 field",
                "which have 3");
        Tables.requireRefused(
                () -> read("t,v\n1,2\n# off\n3,4\n"), "t.csv, line 3: expected 2 fields", "--comment '#'");
        // Names and codes may begin with it.
        try (StoredTable table = read("#t,v\n#1,2\n#3,4\n")) {
            assertEquals(List.of("#t", "v"), Tables.names(table));
            assertEquals(2, table.rows());
        }
    }

    @Test
    void theCharactersMayBeAnyThatDiffer() {
        try (StoredTable table = read("a#b\n1#2\n3#4\n", DEFAULTS.withDelimiter('#'))) {
            assertEquals("NN", Tables.types(table));
        }
        try (StoredTable table = read(";one\na,b\n1,2\n3,4\n", DEFAULTS.withComment(';'))) {
            assertEquals("NN", Tables.types(table));
        }
        try (StoredTable table = read("'one\na,b\n1,2\n3,4\n", DEFAULTS.withComment('\''))) {
            assertEquals("NN", Tables.types(table));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> DEFAULTS.withDelimiter('#').withComment('#'));
    }

    /** A blank after each comma, as some programs write it, with quotes around some fields, which have other delimiters in them. */
    @Test
    void commasBeforeBlanksDivideWhereQuotesAreAroundFields() throws IOException {
        for (String other : new String[] {";", "|", "\t", " "}) {
            List<String> lines = new ArrayList<>(List.of("name, place" + other + "at, kind"));
            for (int r = 0; r < 40; r++) {
                lines.add("n" + r + ", \"P" + other + "Q" + r + ", north\", k" + r % 3);
            }
            Path file = Files.write(folder.resolve("t.csv"), lines);
            try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
                assertEquals(List.of("name", "place" + other + "at", "kind"), Tables.names(table), other);
                assertEquals("P" + other + "Q1, north", Tables.column(table, 1).get(1));
            }
        }
    }

    /** Where a comma is in every number, it does not divide, because the quotes would be within fields then. */
    @Test
    void quotesAreAroundWholeFields() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int r = 0; r < 40; r++) {
            lines.add("\"" + (r % 3 == 0 ? "no" : "yes") + "\"\t" + r + "," + (10 + r) + " %");
        }
        Path file = Files.write(folder.resolve("t.csv"), lines);
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
            assertEquals("BN", Tables.types(table));
            assertEquals(List.of("0.1", "1.11", "2.12"), Tables.column(table, 1).subList(0, 3));
        }
    }

    /** A row with a mistake does not show that spaces divide the others. */
    @Test
    void aMistakeDoesNotChangeTheQuote() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int r = 0; r < 60; r++) {
            String text = r % 2 == 0 ? "kelp, or a b" : "N;ice |vug \"x\" k";
            lines.add(r + ";" + r % 7 + ".5;'" + text + r + "'" + (r == 30 ? ";0" : ""));
        }
        Path file = Files.write(folder.resolve("t.csv"), lines);
        Tables.requireRefused(
                () -> TableReader.read(List.of(file), ReadOptions.defaults()), "line 31: expected 3 fields", "found 4");
    }
}
