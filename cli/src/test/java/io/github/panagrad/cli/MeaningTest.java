package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What columns and classes mean is said: the positive class, columns that give the target away, small classes, what became of what. */
class MeaningTest {
    private final Random random = new Random(7);

    @TempDir
    Path folder;

    private Path model = Path.of("unset");

    @BeforeEach
    void name() {
        model = folder.resolve("m.st");
    }

    private Path write(String name, String header, int rows, IntFunction<String> row) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                header + "\n" + IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n")) + "\n");
    }

    private String noise() {
        return String.valueOf(random.nextInt(100) / 8.0);
    }

    private Cli train(Path data, Object... more) {
        Object[] args = {"train", "--data", data, "--layers", 3, "--epochs", 2, "--threads", 1, "--out", model};
        return Cli.run(Stream.of(args, more).flatMap(Stream::of).toArray());
    }

    private static boolean has(String text, String... parts) {
        return text.lines().anyMatch(line -> Stream.of(parts).allMatch(line::contains));
    }

    @ParameterizedTest
    @CsvSource({"usual, rare", "1, 2", "z, a"})
    void theRarerClassIsPositiveAndNamed(String often, String rare) throws IOException {
        Path data = write("t.csv", "a,b,y", 300, r -> noise() + "," + noise() + "," + (r % 15 == 4 ? rare : often));
        Path lines = folder.resolve("metrics.jsonl");
        Cli trained = train(data, "--early-stopping", "f1", "--metrics", lines).done();
        assertTrue(
                has(trained.err(), "NOTE", "positive class", "'" + rare + "'", "--positive " + often), trained.err());
        assertTrue(trained.line("data").contains("the positive class is '" + rare + "'"), trained.out());
        assertTrue(has(trained.out(), "ROC AUC", "(positive: " + rare + ")"), trained.out());
        assertTrue(Files.readString(lines).contains("\"positive_class\":\"" + rare + "\""));
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", data).done();
        for (String metric : new String[] {"f1", "pr_auc", "roc_auc"}) {
            assertTrue(evaluated.line(metric + " ").endsWith("(positive: " + rare + ")"), evaluated.out());
        }
        assertFalse(evaluated.line("matthews").contains("positive"), evaluated.out());
        Cli other = train(data, "--positive", often, "--json-lines").done();
        assertTrue(has(other.out(), "\"event\":\"validation\"", "\"positive_class\":\"" + often + "\""), other.out());
        assertFalse(other.err().contains("positive"), other.err());
        Cli folds = Cli.run("cross-validate", "--data", data, "--folds", 2, "--layers", 2, "--epochs", 1, "--json")
                .done();
        assertTrue(folds.out().contains("\"positive_class\":\"" + rare + "\""), folds.out());
        train(data, "--positive", "sick").failed(2, "'sick'", "'" + rare + "'");
        train(data, "--positive", rare, "--task", "regression").failed(2, "--positive " + rare, "classes");
    }

    @Test
    void aColumnThatGivesTheTargetAwayIsNamed() throws IOException {
        boolean[] ill = new boolean[400];
        Path data = write("t.csv", "a,leak,town,y", 400, r -> {
            ill[r] = random.nextInt(3) == 0;
            return noise() + "," + ((ill[r] ? 10 : 0) + random.nextInt(8) / 2.0) + "," + (r % 3 == 0 ? "Ulm" : "Kiel")
                    + "," + (ill[r] ? "yes" : "no");
        });
        Cli leaky = train(data, "--report", folder.resolve("report")).done();
        assertTrue(has(leaky.err(), "WARN", "column 'leak'", "100.00 %", "--ignore leak"), leaky.err());
        assertEquals(
                1,
                leaky.err()
                        .lines()
                        .filter(line -> line.contains("alone predicts"))
                        .count(),
                leaky.err());
        String page = Files.readString(folder.resolve("report/report.html"));
        assertTrue(page.contains("alone predicts the target"), "the report names it");
        assertTrue(has(Cli.run("inspect", "--model", model).done().out(), "note", "'leak'", "alone predicts"));
        assertFalse(train(data, "--ignore", "leak").done().err().contains("alone predicts"));
        Path values = write("v.csv", "a,tax,y", 300, r -> {
            double y = random.nextGaussian();
            return noise() + "," + y * 1.19 + "," + y;
        });
        assertTrue(has(train(values).done().err(), "WARN", "column 'tax'", "R²"));
        Cli folds = Cli.run("cross-validate", "--data", values, "--folds", 3, "--layers", 2, "--epochs", 1)
                .done();
        assertEquals(
                1,
                folds.err()
                        .lines()
                        .filter(line -> line.contains("alone predicts"))
                        .count(),
                folds.err());
    }

    /** A part of the training rows stands for what is not held back. */
    @Test
    void suspectsWhereNothingIsHeldBack() throws IOException {
        Path data = write(
                "t.csv",
                "a,leak,y",
                200,
                r -> noise() + "," + (r % 3 == 0 ? 7 : 8) + "," + (r % 3 == 0 ? "yes" : "no"));
        for (Object[] how : new Object[][] {{"--folds", 2}, {"--validation", 0}}) {
            Cli trained = train(data, how[0], how[1], "--members", 1).done();
            assertTrue(has(trained.err(), "WARN", "column 'leak'", "alone predicts"), trained.err());
        }
    }

    @Test
    void smallClassesAreSaidAndLearnedFrom() throws IOException {
        Path data = write(
                "t.csv",
                "a,b,y",
                90,
                r -> noise() + "," + noise() + ","
                        + (r == 17 ? "owl" : r % 40 == 3 ? "crow" : r % 2 == 0 ? "duck" : "goose"));
        Cli folds = Cli.run("cross-validate", "--data", data, "--folds", 5, "--layers", 2, "--epochs", 1)
                .done();
        assertTrue(has(folds.err(), "NOTE", "'crow' (3)", "fewer samples than the 5 folds"), folds.err());
        assertTrue(has(folds.err(), "NOTE", "'owl'", "single sample", "every fold learns from"), folds.err());
        assertTrue(has(folds.out(), "roc_auc is undefined in folds 1, 2, 3, 4, 5 of 5"), folds.out());
        Cli together = train(data, "--folds", 5, "--members", 1).done();
        assertTrue(has(together.err(), "NOTE", "'crow' (3)", "fewer samples than the 5 folds"), together.err());
        assertTrue(has(together.err(), "NOTE", "'owl'", "single sample", "has not learned the class"), together.err());
    }

    @Test
    void whatBecameOfEachColumnIsShown() throws IOException {
        Path data = write(
                "t.csv",
                "name,price,town,same,skip,y",
                120,
                r -> "person " + r + ",$" + (r * 37 % 101) + ".50," + (r % 7 == 0 ? "" : r % 2 == 0 ? "Ulm" : "Kiel")
                        + ",3,x," + r * 0.37);
        Cli trained = train(data, "--preset", "none", "--ignore", "skip").done();
        assertTrue(has(trained.err(), "NOTE", "column 'name' is left out", "--min-count 1"), trained.err());
        Cli shown = Cli.run("inspect", "--model", model).done();
        assertTrue(has(shown.out(), "column", "read as", "values", "missing", "became", "why"), shown.out());
        assertTrue(shown.line("name ").matches("text +108 +0 +left out .*too rare.*"), shown.out());
        assertTrue(shown.line("price ").matches("number such as \\$234 .*1 input, standardize .*"), shown.out());
        assertTrue(shown.line("town ").matches("text +2 +1[0-9] \\([0-9.]+ %\\) +3 inputs, one-hot .*"), shown.out());
        assertTrue(shown.line("same ").contains("left out"), shown.out());
        assertTrue(shown.line("skip ").contains("left out"), shown.out());
        assertTrue(has(shown.out(), "note", "column 'price'", "--categorical"), shown.out());
        assertFalse(shown.out().contains(folder.toString() + "/t.csv"), "folders are private");
    }

    @Test
    void codesThatAreAllUnknownAreCounted() throws IOException {
        Path data = write("t.csv", "shop,x,y", 90, r -> (r % 9 + 1) + "," + noise() + "," + r % 9 * 0.5);
        train(data, "--categorical", "shop").done();
        Path out = folder.resolve("p.csv");
        Path other = write("o.csv", "shop,x", 12, r -> "S" + r % 4 + "," + noise());
        Cli unknown = Cli.run("predict", "--model", model, "--data", other, "--out", out)
                .done();
        assertTrue(has(unknown.err(), "WARN", "column 'shop'", "4 different values in 12 rows"), unknown.err());
        Path decimal = write("d.csv", "shop,x", 12, r -> (r % 9 + 1) + ".0," + noise());
        assertFalse(Cli.run("predict", "--model", model, "--data", decimal, "--out", out)
                .done()
                .err()
                .contains("WARN"));
    }
}
