package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV files as people have them, through the command line: what is assumed is said, with the option that says otherwise. */
class CsvDialectsTest {
    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Rows made of a pattern, in which # is the row's number and % one of two classes. */
    private static String rows(int count, String... patterns) {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < count; r++) {
            text.append(patterns[r % patterns.length]
                            .replace("#", Integer.toString(r * 37 % 101))
                            .replace("%", r % 2 == 0 ? "low" : "high"))
                    .append('\n');
        }
        return text.toString();
    }

    private Cli train(Path data, Object... more) {
        Object[] args = {
            "train", "--data", data, "--layers", "3", "--epochs", 1, "--validation", 0, "--out", folder.resolve("m.st")
        };
        return Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray());
    }

    private static void requireSamples(Cli trained, String samples, String... notes) {
        assertTrue(trained.done().line("data").contains(": " + samples + " samples"), trained.out());
        List<String> messages = trained.err()
                .lines()
                .filter(line -> line.startsWith("panagrad: NOTE: ") && line.contains(".csv"))
                .toList();
        assertEquals(notes.length, messages.size(), trained.err());
        for (int i = 0; i < notes.length; i++) {
            String message = messages.get(i);
            assertTrue(message.startsWith("panagrad: ") && message.contains(notes[i]), message);
        }
    }

    @Test
    void namesKeepTheirApostrophes() throws IOException {
        Path data = write("names.csv", "who,x,y\n" + rows(60, "'s Jacob,#,%", "Moses',#,%", "N'Dour,#,%", "'k,#,%"));
        requireSamples(train(data, "--target", "y"), "60");
    }

    @Test
    void quotesThatAreGuessedAreSaid() throws IOException {
        Path data = write("quoted.csv", "who,x,y\n" + rows(60, "'Lee, A',#,'%'", "'Oh, B',#,'%'"));
        requireSamples(train(data), "60", "' is read as the quote around fields; with --quote");
    }

    @Test
    void addressesInASemicolonFileStayText() throws IOException {
        Path data = write("homes.csv", "where;beds;y\n" + rows(80, "# High St, Ely, UK;#;%", "# Low Rd, Bath, UK;#;%"));
        requireSamples(train(data), "80");
    }

    @Test
    void yearsAreNames() throws IOException {
        Path data = write("years.csv", "area,1999,2004,2009,y\n" + rows(70, "n,#.5,#.25,7.5,%", "s,8.5,#.5,#.5,%"));
        requireSamples(train(data), "70", "columns called '1999', '2004', '2009'");
        requireSamples(train(data, "--header", "no", "--target", 3), "71");
    }

    @Test
    void headersThatComeAgainAreLeftOutWhileTrainingAndPredicting() throws IOException {
        String rows = rows(40, "#,5,%", "#,3,%");
        Path data = write("joined.csv", "size,age,y\n" + rows + "size,age,y\n" + rows);
        requireSamples(
                train(data), "80", "joined.csv: left out 1 line that repeats the header, line 42; with --header no");
        Path out = folder.resolve("p.csv");
        Cli predicted = Cli.run("predict", "--model", folder.resolve("m.st"), "--data", data, "--out", out)
                .done();
        assertTrue(predicted.err().contains("left out 1 line that repeats the header"), predicted.err());
        assertEquals(81, Files.readAllLines(out).size());
        Cli evaluated = Cli.run("evaluate", "--model", folder.resolve("m.st"), "--data", data)
                .done();
        assertTrue(evaluated.err().contains("left out 1 line that repeats the header"), evaluated.err());
    }

    @Test
    void theLineThatNamesTheDelimiterIsObeyed() throws IOException {
        Path data = write("sheet.csv", "sep=;\r\n" + ("a;b;y\n" + rows(50, "#;1,5 kg;%")).replace("\n", "\r\n"));
        requireSamples(train(data), "50");
    }

    @Test
    void commentsAreLeftOutIfSaidAndNamedIfNot() throws IOException {
        String text = "# station 7\n# columns: depth, salt\nd,s,y\n" + rows(30, "#,2,%", "#,4,%");
        Path data = write("log.csv", text);
        train(data).failed(2, "log.csv, line 1: begins with #", "--comment '#'");
        requireSamples(train(data, "--comment", "#"), "30");
        Path more = write("more.csv", text + "# pump off\n" + rows(20, "#,2,%", "#,4,%"));
        requireSamples(train(more, "--comment", "#", "--test-data", data), "50 + 30 test");
        Path late = write("late.csv", "d,s,y\n" + rows(30, "#,2,%", "#,4,%") + "# pump off\n");
        train(late).failed(2, "late.csv, line 32: expected 3 fields", "--comment '#'");
        Cli.run("evaluate", "--model", folder.resolve("m.st"), "--data", more)
                .failed(2, "more.csv, line 1: begins with #", "--comment '#'");
        Cli.run("evaluate", "--model", folder.resolve("m.st"), "--data", more, "--comment", "#")
                .done();
        train(data, "--comment", "##").failed(2, "--comment", "one character", "'##'");
        train(data, "--comment", "#", "--delimiter", "#").failed(2, "--comment #", "must differ");
        Cli.run("train", "--comment", "#").failed(2, "--comment only applies to tables");
    }
}
