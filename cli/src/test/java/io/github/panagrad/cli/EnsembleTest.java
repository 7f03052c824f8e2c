package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several networks in one model file, and training that ends early. */
class EnsembleTest {
    private static final Pattern LOSS = Pattern.compile("\"epoch\":.*\"validation_loss\":([^,}]+)");

    @TempDir
    Path folder;

    @Test
    void predictsTogether() throws Exception {
        Path model = folder.resolve("m.st");
        Cli trained = Cli.run(
                        "train",
                        "--data",
                        "moons",
                        "--samples",
                        300,
                        "--layers",
                        9,
                        "--epochs",
                        3,
                        "--ensemble",
                        2,
                        "--out",
                        model)
                .done();
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", "moons", "--samples", 300)
                .done();
        assertTrue(evaluated.line("model").endsWith("2 networks that predict together"), evaluated.out());
        assertTrue(trained.line("validation").contains("accuracy"), trained.out());
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", "moons", "--samples", 300, "--out", out)
                .done();
        assertEquals(301, Files.readAllLines(out).size());
        Cli inspected = Cli.run("inspect", "--model", model).done();
        assertTrue(inspected.line("members").startsWith("2 networks, which predict together"), inspected.out());
        assertTrue(inspected.line("members").endsWith("members.1.layers.0.weight"), inspected.out());
        assertTrue(inspected.line("network").startsWith("2-9-1 relu"), inspected.out());
        assertTrue(inspected.line("layers.0").contains("[9, 2]"), inspected.out());
        assertTrue(inspected.line("layers.1").contains("[1, 9]"), inspected.out());
    }

    @Test
    void endsEarlyWithTheBestEpoch() {
        Cli trained = Cli.run(
                        "train",
                        "--data",
                        "moons",
                        "--samples",
                        300,
                        "--layers",
                        9,
                        "--epochs",
                        500,
                        "--learning-rate",
                        0.05,
                        "--early-stopping",
                        "validation_loss",
                        "--patience",
                        2)
                .done();
        long epochs = trained.out()
                .lines()
                .filter(line -> line.matches(" +\\d+/500 .*"))
                .count();
        assertTrue(epochs >= 3 && epochs < 500, trained.out());
    }

    private Path noise(String name, int seed, int rows) throws IOException {
        StringBuilder text = new StringBuilder("a,b,c,y\n");
        RandomKey key = RandomKey.of(seed);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < 3; c++) {
                text.append(key.below(4L * r + c, 100)).append(',');
            }
            text.append(key.below(4L * r + 3, 2)).append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    /** There is nothing to learn but the training rows by heart, so that validation soon gets worse. */
    @Test
    void savesTheBestEpochAndNotTheLast() throws Exception {
        Path validation = noise("validation.csv", 2, 101);
        Path model = folder.resolve("m.st");
        Path history = folder.resolve("h.jsonl");
        Cli.run(
                        "train",
                        "--data",
                        noise("train.csv", 1, 207),
                        "--validation-data",
                        validation,
                        "--layers",
                        65,
                        "--epochs",
                        60,
                        "--batch-size",
                        16,
                        "--learning-rate",
                        0.02,
                        "--early-stopping",
                        "validation_loss",
                        "--patience",
                        3,
                        "--metrics",
                        history,
                        "--out",
                        model)
                .done();
        double[] losses = Files.readAllLines(history).stream()
                .map(LOSS::matcher)
                .filter(Matcher::find)
                .mapToDouble(loss -> Double.parseDouble(loss.group(1)))
                .toArray();
        double best = Arrays.stream(losses).min().orElseThrow();
        assertEquals(best, losses[losses.length - 4], "the patience is of three epochs");
        Cli evaluated =
                Cli.run("evaluate", "--model", model, "--data", validation).done();
        assertEquals(best, Double.parseDouble(evaluated.line("loss")));
        assertNotEquals(best, losses[losses.length - 1]);
    }
}
