package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A metric that the validation samples cannot have is refused before training; targets that a loss cannot have, too. */
class UndefinedMetricTest {
    @TempDir
    Path folder;

    /** Rows whose classes come in turn. */
    private Path table(String name, int rows, String... classes) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "a,b,y\n"
                        + IntStream.range(0, rows)
                                .mapToObj(r -> r * 37 % 11 * 0.5 + "," + r * 53 % 17 * 0.25 + ","
                                        + classes[r % classes.length] + "\n")
                                .collect(Collectors.joining()));
    }

    private Cli train(Object... more) {
        Object[] args = {"train", "--layers", 4, "--epochs", 2, "--out", folder.resolve("m.st")};
        return Cli.run(Stream.of(args, more).flatMap(Stream::of).toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"roc_auc", "pr_auc"})
    void aClassWithoutValidationSampleHasNoRanking(String metric) throws IOException {
        Path two = table("two.csv", 90, "no", "yes");
        Path onlyNo = table("no.csv", 20, "no");
        Path three = table("three.csv", 90, "oak", "elm", "ash");
        Path twoOfThree = table("part.csv", 20, "oak", "ash");
        train("--data", two, "--validation-data", onlyNo, "--early-stopping", metric)
                .failed(2, "--early-stopping " + metric, "undefined", "20 validation samples", "'yes'");
        train("--data", two, "--validation-data", onlyNo, "--metric", "f1", "--metric", metric)
                .failed(2, "--metric " + metric, "'yes'");
        train("--data", three, "--validation-data", twoOfThree, "--early-stopping", metric)
                .failed(2, "'elm'");
        assertFalse(Files.exists(folder.resolve("m.st")));
        train("--data", three, "--validation-data", three, "--early-stopping", metric)
                .done();
        train("--data", two, "--validation-data", onlyNo, "--metric", "accuracy")
                .done();
    }

    @Test
    void oneValueHasNoCorrelation() throws IOException {
        Path values = table("v.csv", 60, "1.5", "2.5", "3.5", "7");
        Path one = table("one.csv", 1, "1.5");
        train("--data", values, "--validation-data", one, "--metric", "r2").failed(2, "--metric r2", "at least 2");
        train("--data", values, "--validation-data", one, "--metric", "mae").done();
    }

    /** Two samples of a class cannot be in each of three folds. */
    @Test
    void theSummarySaysInWhichFoldsAMetricIsUndefined() throws IOException {
        String[] classes = new String[30];
        Arrays.fill(classes, "no");
        classes[17] = "yes";
        Path data = table("t.csv", 60, classes);
        Object[] args = {"cross-validate", "--data", data, "--layers", 3, "--epochs", 2, "--folds", 3};
        Cli result = Cli.run(args).done();
        assertTrue(
                result.out().lines().anyMatch(line -> line.matches("roc_auc is undefined in fold [123] of 3,.*")),
                result.out());
        assertFalse(result.out().contains("accuracy is undefined"), result.out());
        Cli json = Cli.run(Stream.of(args, new Object[] {"--json"})
                        .flatMap(Stream::of)
                        .toArray())
                .done();
        assertTrue(json.out().matches("(?s).*\"undefined_in_folds\":\\[[123]\\].*"), json.out());
        Cli refused = Cli.run(Stream.of(args, new Object[] {"--early-stopping", "roc_auc"})
                        .flatMap(Stream::of)
                        .toArray())
                .failed(2, "--early-stopping roc_auc", "'yes'");
        assertEquals("", refused.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.5", "-3e7"})
    void aCountBelowZeroIsNamedWithItsPlace(String wrong) throws IOException {
        Path good = table("good.csv", 50, "0", "3", "1", "2", "5");
        Path bad = table("bad.csv", 50, "0", "3", "1", "2", "5", "4", wrong);
        train("--loss", "poisson", "--data", bad).failed(2, "bad.csv, line 8", "'y'", "poisson");
        train("--loss", "poisson", "--task", "regression", "--data", bad).failed(2, "bad.csv, line 8");
        train("--loss", "poisson", "--data", good, "--validation-data", bad).failed(2, "bad.csv, line 8");
        train("--loss", "poisson", "--data", good, "--test-data", bad).failed(2, "bad.csv, line 8");
        Cli.run("cross-validate", "--loss", "poisson", "--data", bad, "--folds", 2)
                .failed(2, "bad.csv, line 8");
        assertFalse(Files.exists(folder.resolve("m.st")));
        train("--loss", "poisson", "--data", good).done();
        Cli.run("evaluate", "--model", folder.resolve("m.st"), "--data", bad).failed(2, "bad.csv, line 8");
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", folder.resolve("m.st"), "--data", bad, "--out", out)
                .done();
        assertEquals(51, Files.readAllLines(out).size());
        train("--loss", "huber", "--data", bad).done();
    }
}
