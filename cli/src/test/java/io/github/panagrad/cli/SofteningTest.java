package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to predictions after training: probabilities become softer, values stay within the range of the targets. */
class SofteningTest {
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    private Path coins;
    private Path lines;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        Random random = new Random(11);
        StringBuilder tosses = new StringBuilder("a,b,c,side\n");
        StringBuilder values = new StringBuilder("x,y\n");
        for (int r = 0; r < ROWS; r++) {
            double a = random.nextGaussian();
            tosses.append(a + "," + random.nextGaussian() + "," + random.nextGaussian() + ","
                    + (a + 2 * random.nextGaussian() > 0 ? "head" : "tail") + "\n");
            double x = random.nextDouble();
            values.append(x + "," + (50 + 10 * x) + "\n");
        }
        coins = Files.writeString(folder.resolve("coins.csv"), tosses);
        lines = Files.writeString(folder.resolve("lines.csv"), values);
        model = folder.resolve("m.safetensors");
    }

    /** Learned by heart: too sure. */
    private Cli overfitted(Object... more) {
        Object[] arguments = {
            "train",
            "--data",
            coins,
            "--target",
            "side",
            "--out",
            model,
            "--preset",
            "none",
            "--layers",
            "64",
            "--dropout",
            0,
            "--epochs",
            150,
            "--schedule",
            "constant",
            "--learning-rate",
            0.01,
            "--validation",
            0.3
        };
        return Cli.run(
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray());
    }

    private static double loss(Cli trained) {
        return Double.parseDouble(trained.line("validation").split("[ ,]", -1)[1]);
    }

    @Test
    void probabilitiesBecomeSofter() {
        Cli sure = overfitted().done();
        Cli softer = overfitted("--temperature", "fitted").done();
        assertFalse(sure.out().contains("softened"), sure.out());
        assertTrue(
                softer.line("softened")
                        .matches(
                                "by a temperature of [1-4]\\.\\d{3}, which fits the validation set best; .*--temperature none.*"),
                softer.out());
        assertTrue(loss(softer) < loss(sure), loss(softer) + " after " + loss(sure));
        Cli shown = Cli.run("inspect", "--model", model).done();
        String temperature = shown.out().replaceAll("(?s).*\\n  temperature = (\\S+)\\n.*", "$1");
        assertTrue(Double.parseDouble(temperature) > 1.1, shown.out());
        Cli json = overfitted("--temperature", "fitted", "--json-lines").done();
        assertTrue(json.out()
                .lines()
                .anyMatch(line -> line.contains("\"event\":\"end\"") && line.contains("\"temperature\":")));
    }

    /** Values have none, though tables ask for one by default. */
    @Test
    void valuesHaveNoTemperature() {
        Cli trained = Cli.run("train", "--data", lines, "--target", "y", "--layers", 4, "--members", 1, "--epochs", 1)
                .done();
        assertFalse(trained.out().contains("softened"), trained.out());
    }

    @Test
    void optionsForValuesAreRefusedForClasses() {
        for (String option : List.of("--extrapolate", "--raw-target")) {
            for (String command : List.of("train", "cross-validate")) {
                Cli.run(command, "--data", coins, "--target", "side", option)
                        .failed(2, option + " only applies to values", "target 'side' has classes");
            }
        }
    }

    private List<String> predictedFarAway(Object... more) throws IOException {
        Object[] arguments = {
            "train",
            "--data",
            lines,
            "--target",
            "y",
            "--out",
            model,
            "--preset",
            "none",
            "--layers",
            "none",
            "--epochs",
            40
        };
        Cli.run(Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray())
                .done();
        Path far = Files.writeString(folder.resolve("far.csv"), "x\n-100\n0.5\n100\n");
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", far, "--out", out).done();
        return Files.readAllLines(out);
    }

    @Test
    void valuesStayWithinTheRangeOfTheTargets() throws IOException {
        List<String> within = predictedFarAway();
        double least = Double.parseDouble(within.get(1));
        double most = Double.parseDouble(within.get(3));
        assertTrue(least >= 50 && least < 50.2 && most <= 60 && most > 59.8, within.toString());
        String shown = Cli.run("inspect", "--model", model).done().out();
        assertTrue(shown.contains("predicted within their range"), shown);
        List<String> beyond = predictedFarAway("--extrapolate");
        assertTrue(Double.parseDouble(beyond.get(1)) < 0 && Double.parseDouble(beyond.get(3)) > 100, beyond.toString());
        assertEquals(within.get(2), beyond.get(2));
    }
}
