package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of weight 0, which are wild here, change neither a model nor a metric, nor what is held back. */
class WeightlessRowsTest {
    @TempDir
    Path folder;

    private Path with = Path.of("unset");
    private Path without = Path.of("unset");

    private Path write(String name, boolean hasWild, boolean isClasses) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "a,town,w,part,y\n"
                        + IntStream.range(0, 140)
                                .filter(r -> hasWild || r % 6 != 1)
                                .mapToObj(r -> row(r, isClasses))
                                .collect(Collectors.joining()));
    }

    private static String row(int r, boolean isClasses) {
        if (r % 6 == 1) {
            return "9e9,Nowhere,0," + (r % 4 == 1 ? "valid" : "") + "," + (isClasses ? "wild" : "-7e8") + "\n";
        }
        double a = r * 37 % 23 * 0.5;
        return a + "," + (r % 3 == 0 ? "Ulm" : "Kiel") + "," + (1 + r % 2) + "," + (r % 4 == 2 ? "valid" : "") + ","
                + (isClasses ? a > 5 ? "high" : "low" : String.valueOf(a * 3)) + "\n";
    }

    @BeforeEach
    void writeTables() throws IOException {
        with = write("with.csv", true, false);
        without = write("without.csv", false, false);
    }

    private byte[] train(Path data, Object... more) throws IOException {
        Path model = folder.resolve("m.st");
        // The same name, which a model keeps.
        Path copy = Files.copy(
                data,
                Files.createDirectories(folder.resolve("in-" + data.getFileName()))
                        .resolve("t.csv"),
                StandardCopyOption.REPLACE_EXISTING);
        Object[] args = {
            "train", "--data", copy, "--weight", "w", "--layers", 5, "--epochs", 3, "--threads", 1, "--out", model
        };
        Cli.run(Stream.of(args, more).flatMap(Stream::of).toArray()).done();
        return Files.readAllBytes(model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--validation=0.2", "--validation-column=part", "--validation=0"})
    void theModelIsTheSame(String validation) throws IOException {
        String ignored = validation.contains("column") ? "--dtype=float32" : "--ignore=part";
        assertArrayEquals(train(without, validation, ignored), train(with, validation, ignored));
    }

    @Test
    void soIsThatOfClasses() throws IOException {
        Object[] balanced = {"--class-weights", "balanced", "--ignore", "part", "--early-stopping", "roc_auc"};
        assertArrayEquals(train(write("c.csv", false, true), balanced), train(write("d.csv", true, true), balanced));
    }

    @Test
    void soAreMetricsOfOtherFilesAndFolds() throws IOException {
        train(without, "--ignore", "part", "--test-data", with, "--validation-data", with);
        Path model = folder.resolve("m.st");
        String expected = metrics(Cli.run("evaluate", "--model", model, "--data", without));
        assertEquals(expected, metrics(Cli.run("evaluate", "--model", model, "--data", with)));
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", with, "--out", out).done();
        assertEquals(141, Files.readAllLines(out).size());
        assertEquals(folds(without), folds(with));
    }

    private static String metrics(Cli run) {
        return run.done().out().lines().filter(line -> !line.startsWith("data")).collect(Collectors.joining("\n"));
    }

    private static String folds(Path data) {
        Cli run = Cli.run(
                "cross-validate",
                "--data",
                data,
                "--weight",
                "w",
                "--ignore",
                "part",
                "--folds",
                3,
                "--epochs",
                2,
                "--layers",
                3,
                "--threads",
                1,
                "--json");
        assertTrue(run.done().out().contains("\"mean\""), run.out());
        return run.out();
    }
}
