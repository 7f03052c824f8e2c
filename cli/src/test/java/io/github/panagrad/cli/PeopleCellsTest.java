package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as people write their cells, through training, evaluation and prediction. */
class PeopleCellsTest {
    private static final int ROWS = 240;
    private static final RandomKey KEY = RandomKey.of(5);

    @TempDir
    Path folder;

    private Path model = Path.of("unset");

    @BeforeEach
    void nameTheModel() {
        model = folder.resolve("m.st");
    }

    private Path write(String name, String header, int rows, IntFunction<String> row) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        for (int r = 0; r < rows; r++) {
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
            16,
            "--epochs",
            40,
            "--batch-size",
            8,
            "--learning-rate",
            0.01,
            "--out",
            model
        };
        return Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray());
    }

    private double evaluate(Path data, String metric) {
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", data).done();
        return Double.parseDouble(evaluated.line(metric).split(" ", -1)[0]);
    }

    private List<String> predict(Path data, String... words) throws IOException {
        Path out = folder.resolve("p.csv");
        Cli predicted = Cli.run("predict", "--model", model, "--data", data, "--out", out)
                .done();
        requireSaid(predicted, words);
        return Files.readAllLines(out);
    }

    /** Requires one note about the cells, with these words; without words no note. */
    private static void requireSaid(Cli run, String... words) {
        List<String> said = run.err()
                .lines()
                .filter(line -> line.matches("panagrad: (NOTE|WARN): .*column '.*"))
                // In these small tables one column often gives the target.
                .filter(line -> !line.contains(" alone predicts the target"))
                .toList();
        assertEquals(words.length == 0 ? 0 : 1, said.size(), run::err);
        for (String word : words) {
            assertTrue(
                    said.getFirst().startsWith("panagrad: ") && said.getFirst().contains(word), run::err);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", ".", "Na", "unknown"})
    void aMarkAmongNumbersIsMissing(String mark) throws IOException {
        IntFunction<String> row = r -> {
            int x = KEY.below(r, 1000);
            return (r % 5 == 2 ? mark : x) + "," + KEY.below(1000L + r, 9) + "," + 2 * x;
        };
        Path data = write("d.csv", "x,z,y", ROWS, r -> row.apply(r));
        requireSaid(train(data).done(), "line 4, column 'x': '" + mark + "' is taken for missing", "--categorical x");
        Path whole = write("w.csv", "x,z,y", ROWS, r -> row.apply(r - r % 5 + 1));
        assertTrue(evaluate(whole, "r2") > 0.9);
        // The model knows the mark.
        Path later = write("l.csv", "x,z", 2, r -> (r == 0 ? mark : "") + ",3");
        List<String> predicted = predict(later);
        assertEquals(predicted.get(1), predicted.get(2));
    }

    @Test
    void aMarkInTheTargetIsRefused() throws IOException {
        Path data = write("d.csv", "x,y", ROWS, r -> r + "," + (r == 7 ? "tbd" : 2 * r + ".5"));
        train(data).failed(2, "d.csv, line 9, column 'y': 'tbd'", "--categorical y", "--missing-target drop");
        assertFalse(Files.exists(model));
    }

    @Test
    void codesWithZerosInFrontAreText() throws IOException {
        List<String> codes = List.of("00501", "02134", "08540", "30301", "94105", "60601");
        IntFunction<String> row = r -> {
            int code = KEY.below(r, codes.size());
            return codes.get(code) + "," + KEY.below(2000L + r, 90) + "," + (code % 2 == 0 ? "good" : "bad");
        };
        Path data = write("d.csv", "zip,income,label", ROWS, row);
        requireSaid(train(data).done(), "column 'zip': its numbers have 5 digits", "--numeric zip");
        assertTrue(evaluate(data, "accuracy") > 0.98);
    }

    @Test
    void trueAndFalseAreMixed() throws IOException {
        List<String> yes = List.of("TRUE", "True", "1", "yes");
        List<String> no = List.of("FALSE", "False", "0", "no");
        IntFunction<String> row = r -> {
            boolean isTrue = KEY.below(r, 2) == 1;
            return (isTrue ? yes : no).get(r % 4) + "," + KEY.below(3000L + r, 90) + "," + (isTrue ? "win" : "lose");
        };
        Path data = write("d.csv", "m,z,y", ROWS, row);
        requireSaid(train(data).done(), "column 'm': 1 and 0 are taken for true and false", "--categorical m");
        assertTrue(evaluate(data, "accuracy") > 0.98);
        // In the same places: sums may be in another order elsewhere in a batch.
        List<String> words =
                predict(write("w.csv", "m,z", 2, r -> List.of("False", "yes").get(r) + ",5"));
        List<String> numbers =
                predict(write("n.csv", "m,z", 2, r -> List.of("0.0", "1.0").get(r) + ",5"));
        assertEquals(words, numbers);
        assertNotEquals(words.get(1), words.get(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"€%,d\"", "%d kWh", "%d.25%%", "\"%,d\"", "\"(%,d)\""})
    void decoratedNumbersAreNumbers(String pattern) throws IOException {
        IntFunction<String> row = r -> {
            int price = KEY.below(r, 1_000_000);
            return KEY.below(4000L + r, 90) + "," + String.format(Locale.ROOT, pattern, price) + ","
                    + (price > 500_000 ? "hi" : "lo");
        };
        Path data = write("d.csv", "sqft,price,label", ROWS, row);
        requireSaid(train(data).done(), "line 2, column 'price': '", "are read as numbers", "--categorical price");
        assertTrue(evaluate(data, "accuracy") > 0.95);
        // Prices that no row had: there is not a category for each.
        Path later = write("l.csv", "sqft,price", 2, r -> "7," + String.format(Locale.ROOT, pattern, 7 + r * 999_900));
        List<String> predicted = predict(later);
        assertNotEquals(predicted.get(1).split(",", -1)[0], predicted.get(2).split(",", -1)[0]);
    }

    @Test
    void mixedDecorationsAreRefused() throws IOException {
        Path data = write("d.csv", "x,y", ROWS, r -> (r % 9 == 8 ? "£" : "$") + r + (r % 2 == 0 ? ",a" : ",b"));
        train(data).failed(2, "d.csv, line 10, column 'x': found '£8' among numbers such as '$0'");
        Path plain = write("d.csv", "x,y", ROWS, r -> "$" + r + (r % 2 == 0 ? ",a" : ",b"));
        requireSaid(train(plain).done(), "line 2");
        Path later = write("l.csv", "x", 2, r -> r == 0 ? "$4" : "4");
        Cli.run("predict", "--model", model, "--data", later, "--out", folder.resolve("p.csv"))
                .failed(2, "l.csv, line 3, column 'x'", "the currency", "found '4'");
    }

    @Test
    void aCodeIsTheSameWithAFraction() throws IOException {
        IntFunction<String> row = r -> (1 + r % 5) + "," + KEY.below(5000L + r, 90) + "," + (r % 5) * (r % 5) * 7;
        requireSaid(train(write("d.csv", "shop,x,y", ROWS, row), "--categorical", "shop", "--task", "regression")
                .done());
        List<String> whole = predict(write("l.csv", "shop,x", 5, r -> (1 + r) + ",5"));
        assertEquals(whole, predict(write("f.csv", "shop,x", 5, r -> (1 + r) + ".0,5")));
        predict(
                write("u.csv", "shop,x", 3, r -> "shop " + r + ",5"),
                "WARN: column 'shop': none of its 3 different values in 3 rows",
                "'shop 0'");
    }

    @Test
    void typosInCodesAreNamed() throws IOException {
        IntFunction<String> row =
                r -> (r == 40 ? "l" : r == 77 ? "O" : String.valueOf(1 + r % 5)) + "," + r + "," + r % 5;
        Cli trained = train(write("d.csv", "rating,x,y", ROWS, row)).done();
        requireSaid(trained, "column 'rating': found 'l' (line 42), 'O' (line 79) among numbers", "read as text");
    }
}
