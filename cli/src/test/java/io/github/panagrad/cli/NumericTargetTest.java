package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as targets: two are two classes, and of others it is said what they were taken for. */
class NumericTargetTest {
    @TempDir
    Path folder;

    private Path table(String... targets) throws IOException {
        return Files.writeString(
                folder.resolve("t.csv"),
                "a,y\n"
                        + IntStream.range(0, 120)
                                .mapToObj(r -> r * 37 % 23 * 0.5 + "," + targets[r * 7 % 31 % targets.length] + "\n")
                                .collect(Collectors.joining()));
    }

    private Cli train(Path data, Object... more) {
        Object[] args = {"train", "--data", data, "--layers", 4, "--epochs", 2, "--out", folder.resolve("m.st")};
        return Cli.run(Stream.of(args, more).flatMap(Stream::of).toArray());
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "1, 2", "0, 7", "0.5, 12.25", "-1000, -3"})
    void twoNumbersAreTwoClassesUnderTheirNames(String low, String high) throws IOException {
        Path data = table(high, low);
        Cli trained = train(data).done();
        assertTrue(trained.line("data").contains("2 classes"), trained.out());
        assertEquals(
                1,
                trained.err()
                        .lines()
                        .filter(line -> line.contains("2 different numbers") && line.contains("--task regression"))
                        .count());
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", folder.resolve("m.st"), "--data", data, "--out", out)
                .done();
        // The positive one, which the note names, is last.
        String header = Files.readAllLines(out).getFirst();
        assertTrue(
                header.equals("predicted,probability_" + low + ",probability_" + high)
                        || header.equals("predicted,probability_" + high + ",probability_" + low),
                header);
        Cli values = train(data, "--task", "regression").done();
        assertTrue(values.line("data").contains("real targets"), values.out());
        assertFalse(values.err().contains("--task"), values.err());
    }

    @ParameterizedTest
    @CsvSource({"3;4;5, values, classification", "0;5;10;20, values, classification", "0;1;2, classes, regression"})
    void ofFewWholeNumbersItIsSaidWhatTheyWereTakenFor(String numbers, String taken, String otherTask)
            throws IOException {
        Path data = table(numbers.split(";", -1));
        Cli trained = train(data).done();
        assertEquals(
                1,
                trained.err()
                        .lines()
                        .filter(line -> line.contains("taken as " + taken) && line.contains("--task " + otherTask))
                        .count(),
                trained.err());
        assertFalse(train(data, "--task", otherTask).done().err().contains("taken as"));
        Cli folds = Cli.run("cross-validate", "--data", data, "--folds", 3, "--epochs", 1, "--layers", 3)
                .done();
        assertEquals(
                1, folds.err().lines().filter(line -> line.contains("taken as")).count(), folds.err());
    }

    @Test
    void ofOthersNothingIsSaid() throws IOException {
        assertFalse(train(table("0", "1")).done().err().contains("taken as"));
        assertFalse(train(table("0", "1", "2.5")).done().err().contains("taken as"));
        String[] many =
                IntStream.range(0, 29).mapToObj(i -> String.valueOf(3 * i)).toArray(String[]::new);
        assertFalse(train(table(many)).done().err().contains("taken as"));
        assertFalse(train(table("yes", "no")).done().err().contains("taken as"));
    }
}
