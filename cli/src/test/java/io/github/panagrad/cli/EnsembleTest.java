package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several networks in one model file, and training that ends early. */
class EnsembleTest {
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
        Cli.run("inspect", "--model", model).done();
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
}
