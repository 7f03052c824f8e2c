package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The learning-rate range test on the command line. */
class RangeTestTest {
    @TempDir
    Path folder;

    private static Cli run(Object... more) {
        Object[] args = {"range-test", "--data", "moons", "--samples", 500, "--layers", "16"};
        return Cli.run(Stream.of(args, more).flatMap(Stream::of).toArray());
    }

    private static double[] numbers(String json, String name) {
        return Pattern.compile("\"" + name + "\":([-0-9.E]+)")
                .matcher(json)
                .results()
                .map((MatchResult found) -> found.group(1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void raisesTheRateAndSuggestsATenthOfTheOneOfTheLeastLoss() {
        String json =
                run("--from", 1e-4, "--to", 10, "--steps", 120, "--json").done().out();
        double[] rates = numbers(json, "learning_rate");
        double[] losses = numbers(json, "smoothed_loss");
        assertTrue(rates.length > 20 && rates.length <= 120, json);
        int least = 0;
        for (int i = 1; i < rates.length; i++) {
            assertEquals(Math.pow(1e5, 1.0 / 119), rates[i] / rates[i - 1], 1e-9);
            least = losses[i] < losses[least] ? i : least;
        }
        assertEquals(rates[least], numbers(json, "rate_of_least_loss")[0]);
        double suggestion = numbers(json, "suggestion")[0];
        assertEquals(rates[least] / 10, suggestion, 1e-15);
        // A usual rate for Adam on such a problem.
        assertTrue(suggestion > 1e-3 && suggestion < 1, json);
        Cli text = run("--from", 1e-4, "--to", 10, "--steps", 120).done();
        assertTrue(text.line("suggested").startsWith("--learning-rate 0."), text.out());
    }

    @Test
    void drawsTheLoss() throws IOException {
        Path png = folder.resolve("rates.png");
        Path svg = folder.resolve("rates.svg");
        Cli printed = run("--plot", png).done();
        assertEquals(png.toString(), printed.line("plot"));
        assertEquals(
                "\u0089PNG",
                Files.readString(png, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .substring(0, 4));
        run("--plot", svg).done();
        String drawn = Files.readString(svg);
        assertTrue(drawn.contains("<svg") && drawn.contains("Loss over the learning rate"), drawn.substring(0, 400));
    }

    @Test
    void refusesWhatCannotBe() {
        run("--learning-rate", 0.1).failed(2, "--learning-rate has no effect on range-test", "leave it out");
        run("--epochs", 3).failed(2, "--epochs has no effect on range-test");
        run("--from", 0.1, "--to", 0.01).failed(2, "--to 0.01 must be above --from 0.1");
        run("--steps", 5).failed(2, "--steps must be from 20 to 1000000, found 5");
        run("--optimizer", "lbfgs").failed(2, "lbfgs", "no learning rate to look for");
        for (String name : List.of("rates.gif", "rates")) {
            run("--plot", folder.resolve(name)).failed(2, "--plot", ".png or .svg");
            assertFalse(Files.exists(folder.resolve(name)));
        }
        run("--plot", folder.resolve("no/rates.png")).failed(2, "--plot", "there is no directory");
    }
}
