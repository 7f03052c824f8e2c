package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with dates, and options that say otherwise than what is guessed, through training and prediction. */
class DatesTest {
    private static final int DAYS = 600;
    private static final LocalDateTime FIRST = LocalDateTime.of(2022, 3, 1, 0, 30);
    private static final RandomKey KEY = RandomKey.of(77);

    @TempDir
    Path folder;

    private Path model = Path.of("unset");

    @BeforeEach
    void nameTheModel() {
        model = folder.resolve("m.st");
    }

    private Path write(String name, String header, int from, int to, IntFunction<String> row) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        for (int r = from; r < to; r++) {
            lines.add(row.apply(r));
        }
        return Files.write(folder.resolve(name), lines);
    }

    private Cli train(Path data, Object... more) {
        Object[] args = {
            "train",
            "--data",
            data,
            "--layers",
            24,
            "--epochs",
            60,
            "--batch-size",
            16,
            "--learning-rate",
            0.01,
            "--out",
            model
        };
        return Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray());
    }

    /** Trains for a moment, to see what is said. */
    private Cli trial(Path data, Object... more) {
        Object[] args = {"train", "--data", data, "--layers", 2, "--epochs", 1, "--out", model};
        return Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray());
    }

    private List<Double> predict(Path data) throws IOException {
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", data, "--out", out).done();
        return Files.readAllLines(out).stream().skip(1).map(Double::valueOf).toList();
    }

    private static List<String> notes(Cli run) {
        return run.err().lines().filter(line -> line.contains("NOTE")).toList();
    }

    private static LocalDateTime moment(int r, boolean hasTime) {
        return hasTime ? FIRST.plusHours(5L * r) : FIRST.plusDays(r);
    }

    /** What is sold grows slowly, and depends on the day of the week and the season, or on the hour. */
    private static double sales(LocalDateTime moment, int r, boolean hasTime) {
        double season = Math.sin(moment.getDayOfYear() / 365.0 * 2 * Math.PI);
        double hour = hasTime ? 10 * Math.cos(moment.getHour() / 24.0 * 2 * Math.PI) : 0;
        return 100 + r / 60.0 + 8 * season + 3 * moment.getDayOfWeek().getValue() + hour + KEY.below(r, 100) / 100.0;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "yyyy-MM-dd; iso",
                "dd.MM.yyyy; d.M.yyyy",
                "MMMM d, yyyy; MMMM d, yyyy",
                "M/d/yyyy h:mm a; M/d/yyyy h:mm[:ss] a",
                "yyyy-MM-dd'T'HH:mm:ss'Z'; iso"
            })
    void salesByDay(String pattern, String form) throws IOException {
        boolean hasTime = pattern.contains("m");
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        IntFunction<String> row = r -> {
            LocalDateTime moment = moment(r, hasTime);
            String sales = String.format(Locale.ROOT, "%.2f", sales(moment, r, hasTime));
            return formatter.format(moment) + ";" + "AB".charAt(r % 2) + ";" + sales;
        };
        Cli trained = train(write("d.csv", "day;store;sales", 0, DAYS, r -> row.apply(r - r % 11 / 10)))
                .done();
        assertEquals(1, notes(trained).size(), trained::err);
        assertTrue(notes(trained).getFirst().contains("line 2, column 'day': "), trained::err);
        assertTrue(form.equals("iso") || notes(trained).getFirst().contains("of the form " + form + ";"), trained::err);
        // Rows that were not trained on.
        Path others = write("o.csv", "day;store;sales", 0, DAYS / 11, r -> row.apply(11 * r + 10));
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", others).done();
        assertTrue(Double.parseDouble(evaluated.line("r2").split(" ", -1)[0]) > 0.9, evaluated::out);
        List<Double> later = predict(write(
                "l.csv",
                "day;store",
                DAYS,
                DAYS + 40,
                r -> row.apply(r).substring(0, row.apply(r).lastIndexOf(';'))));
        assertEquals(40, later.size());
        assertTrue(later.stream().allMatch(sales -> sales > 60 && sales < 200), later::toString);
    }

    @Test
    void datePartsAreChosen() throws IOException {
        Path data = write("d.csv", "at,y", 0, 200, r -> moment(r, true) + "," + r % 7 + ".5");
        // The seconds, and two inputs for each part.
        requireInputs(7, trial(data));
        requireInputs(7, trial(data, "--date-parts", "auto"));
        requireInputs(1, trial(data, "--date-parts", "none"));
        requireInputs(5, trial(data, "--date-parts", "hour,yearday"));
        trial(data, "--date-parts", "month,fortnight").failed(2, "--date-parts", "'fortnight'", "yearday");
        trial(data, "--date-parts", "day,day").failed(2, "--date-parts day,day", "named twice");
    }

    private static void requireInputs(int inputs, Cli trained) {
        trained.done();
        assertTrue(trained.out().contains("validation samples, " + inputs + " input"), trained::out);
    }

    /** Each option against the guess that it overrides: without it a note or a refusal, with it neither. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                // header, two rows in turns, the guess, the option
                "x;y # 05.03.2024;1.5 # 17.11.2023;2.5 # are read as dates # --categorical x",
                "x;y # 05.03.2024;1.5 # 17.11.2023;2.5 # are read as dates # --date x=d.M.yyyy",
                "x;z;y # 05.03.2024;3;1.5 # 17.11.2023;4;2.5 # are read as dates # --ignore x",
                "x;y # 05/03/2024;1.5 # 04/11/2023;2.5 # which is a guess # --date x=d/M/yyyy",
                "x;y # 03/05/24;1.5 # 17/11/23;2.5 # two digits for the year # --date x=d/M/yy",
                "x;y # 14:30;1.5 # 02:15;2.5 # times of the day # --categorical x",
                "x;y # $4;1.5 # $9;2.5 # are read as numbers # --categorical x",
                "x;z;y # $4;3;1.5 # $9;4;2.5 # are read as numbers # --ignore x",
                "x;y # 4,5 €;1.5 # 9,25 €;2.5 # a comma before the fraction # --categorical x",
                "x;y # 00501;1.5 # 08540;2.5 # are read as codes # --numeric x",
                "x;y # 00501;1.5 # 08540;2.5 # are read as codes # --categorical x",
                "x;y # 7;1.5 # -;2.5 # taken for missing # --missing -",
                "x;y # 7;1.5 # -;2.5 # taken for missing # --categorical x",
                "x;y # yes;1.5 # 0;2.5 # taken for true and false # --categorical x",
                "x;y # 'a';1.5 # 'b';2.5 # is read as the quote # --quote \"",
                "x;y # 'a';1.5 # 'b';2.5 # is read as the quote # --quote '",
                "2019;2020;2021 # 0.5;7.5;1.5 # 3.5;0.25;2.5 # is read as a header # --header no",
                "2019;2020;2021 # 0.5;7.5;1.5 # 3.5;0.25;2.5 # is read as a header # --header yes",
            })
    void anOptionOverridesAGuess(String header, String even, String odd, String guess, String option)
            throws IOException {
        Path data = write("d.csv", header, 0, 80, r -> r % 2 == 0 ? even : odd);
        Cli guessed = trial(data);
        assertTrue(guessed.err().contains(guess), guessed::err);
        int blank = option.indexOf(' ');
        Cli said = trial(data, option.substring(0, blank), option.substring(blank + 1))
                .done();
        assertFalse(said.err().contains(guess), said::err);
        assertEquals(
                List.of(),
                notes(said).stream()
                        .filter(note -> !note.contains("the target") && !note.contains(" is left out, "))
                        .toList());
    }

    @Test
    void whatIsSaidToBeANumberIsOne() throws IOException {
        Path words = write("w.csv", "x,y", 0, 60, r -> (r == 40 ? "seven" : r % 5) + "," + r % 3 + ".5");
        trial(words, "--numeric", "x").failed(2, "w.csv, line 42, column 'x': expected a number, found 'seven'");
        trial(words, "--numeric", "x", "--missing", "seven").done();
        trial(words, "--numeric", "0", "--missing", "seven").done();
        Path dates = write("d.csv", "x,y", 0, 60, r -> "2024-01-" + (10 + r % 20) + "," + r % 3 + ".5");
        trial(dates, "--numeric", "x").failed(2, "d.csv, line 2, column 'x': expected a number, found '2024-01-10'");
        trial(dates, "--numeric", "x", "--date", "x").failed(2, "column 'x' is named by --numeric and by --date");
        trial(dates, "--numeric", "x", "--date", "0").failed(2, "column 'x' is said to be both");
        trial(dates, "--numeric", "z").failed(2, "has no such column", "'z'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x=", "x=foo", "x=mm", "x=d.M"})
    void aFormThatIsNoneIsRefused(String date) throws IOException {
        Path data = write("d.csv", "x,y", 0, 30, r -> "2024-01-" + (10 + r % 20) + "," + r % 3 + ".5");
        trial(data, "--date", date).failed(2, "--date " + date + ": the form of dates", "d.M.yyyy");
        trial(data, "--date", "x=d.M.yyyy").failed(2, "line 2, column 'x': expected a date of the form 'd.M.yyyy'");
        trial(data, "--date", "z").failed(2, "has no such column");
    }

    @Test
    void mistakesInDatesAreRefused() throws IOException {
        IntFunction<String> row = r -> "2024-0" + (1 + r % 9) + "-" + (r == 50 ? 32 : 10 + r % 17) + "," + r % 3 + ".5";
        Path data = write("d.csv", "x,y", 0, 60, row);
        trial(data).failed(2, "d.csv, line 52, column 'x': found '2024-06-32' among dates such as '2024-01-10'");
        trial(data, "--missing", "2024-06-32").done();
        // Also when predicting, as numbers are.
        Path good = write("g.csv", "x,y", 0, 50, row);
        trial(good).done();
        Cli.run("predict", "--model", model, "--data", data, "--out", folder.resolve("p.csv"))
                .failed(2, "d.csv, line 52, column 'x': expected a date such as 2024-03-05", "found '2024-06-32'");
        assertEquals(5, predictCount(write("m.csv", "x", 0, 5, r -> r == 2 ? "NA" : "2031-01-0" + (1 + r))));
        Path target = write("t.csv", "y,x", 0, 40, r -> r % 3 + ".5,2024-01-" + (10 + r % 20));
        Cli refused = trial(target);
        assertEquals(2, refused.code(), refused::err);
        assertTrue(
                refused.err().contains("panagrad: the target 'x' holds dates")
                        && refused.err().contains("--target"),
                refused::err);
        trial(target, "--target", "y").done();
    }

    private int predictCount(Path data) throws IOException {
        return predict(data).size();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "day;price;zip;y # %2$02d.%1$02d.2024;%1$d.%3$03d,5 €;0%3$d;%2$d,5",
                "day|price|zip|y # %2$d/%1$d/2023 10:%2$02d|$%1$d,%3$03d|%3$d|'%1$d'",
                "day,price,zip,y # 2023-%1$02d-%2$02d,(%1$d),x%2$d,%2$d.5",
            })
    void aSchemaReadsTheSame(String header, String row) throws IOException {
        Path schema = folder.resolve("s.json");
        Path data =
                write("d.csv", header, 0, 120, r -> String.format(Locale.ROOT, row, 1 + r % 9, 10 + r % 18, 100 + r));
        Cli guessed = trial(data, "--write-schema", schema).done();
        assertFalse(notes(guessed).isEmpty(), guessed::err);
        Path again = folder.resolve("a.json");
        Cli read = trial(data, "--schema", schema, "--write-schema", again).done();
        assertEquals(
                List.of(),
                notes(read).stream()
                        .filter(note -> !note.contains("the target") && !note.contains(" is left out, "))
                        .toList());
        assertEquals(Files.readString(schema), Files.readString(again));
        trial(data, "--schema", schema, "--date", "day").failed(2, "--schema", "--date");
    }

    @Test
    void aCharacterThatIsNoneIsNamedAlone() throws IOException {
        Path data = write("d.csv", "x,y", 0, 30, r -> r + "," + r % 3);
        Cli run = trial(data, "--comment", "a")
                .failed(2, "panagrad: --comment a: the beginning of a comment", "found 'a'");
        assertFalse(run.err().contains("--delimiter"), run::err);
        trial(data, "--quote", "7").failed(2, "panagrad: --quote 7: the quote", "found '7'");
        trial(data, "--delimiter", ";", "--comment", ";").failed(2, "--delimiter ; --comment ;", "must differ");
    }
}
