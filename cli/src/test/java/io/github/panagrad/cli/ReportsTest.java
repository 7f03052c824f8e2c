package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.tensor.Activation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What inspect, check, doctor and the help print. */
class ReportsTest {
    @TempDir
    Path folder;

    @Test
    void inspectShowsLayersAndFacts() {
        Path model = folder.resolve("m.st");
        Cli.run("train", "--samples", 60, "--epochs", 1, "--layers", "7,5", "--dropout", "0.25,0", "--out", model)
                .done();
        Cli result = Cli.run("inspect", "--model", model).done();
        assertTrue(result.line("network").startsWith("2-7-5-3 relu, dropout 0.25,0.0"), result.out());
        assertTrue(result.line("layers.0").matches("2 +7 +relu +0.25 +\\[7, 2\\] +\\[7\\] +21"), result.out());
        assertTrue(result.line("layers.2").matches("5 +3 +identity +0.0 +\\[3, 5\\] +\\[3\\] +18"), result.out());
        for (String fact : new String[] {
            "optimizer = adam:beta1=0.9",
            "schedule = constant:initial=0.001",
            "seed = 42",
            "data = spirals",
            "epochs = 1",
            "batch_size = 128"
        }) {
            assertTrue(result.out().contains("  " + fact), result.out());
        }
    }

    @Test
    void checkComparesEverythingByDefault() {
        // It fails where there is no OpenBLAS, as a test of the native side must.
        OpenBlas.load();
        Cli result = Cli.run("check").done();
        assertEquals(
                (long) Activation.choices().all().size() * Loss.choices().all().size(),
                result.out().lines().filter(line -> line.endsWith(" ok")).count());
        assertTrue(result.out().contains("native - reference"), result.out());
        assertTrue(result.out().contains("java - differences"), result.out());
        assertTrue(result.out().contains("all gradients agree"), result.out());
        assertEquals("", result.err());
    }

    @Test
    void checkShowsEachTensorOfASingleNetwork() {
        Cli result = Cli.run(
                        "check",
                        "--layers",
                        "9,4,6",
                        "--activation",
                        "tanh",
                        "--loss",
                        "softmax_cross_entropy",
                        "--dropout",
                        "0.3",
                        "--l2",
                        "0.1")
                .done();
        assertEquals(
                2,
                result.out()
                        .lines()
                        .filter(line -> line.contains("layers.3.weight"))
                        .count());
        assertTrue(result.out().contains("5-9-4-6-3 tanh softmax_cross_entropy"), result.out());
    }

    @Test
    void checkOfALinearModelHasNoDuplicates() {
        Cli result = Cli.run("check", "--layers", "none", "--init", "glorot").done();
        assertEquals(
                Loss.choices().all().size(),
                result.out().lines().filter(line -> line.endsWith(" ok")).count(),
                result.out());
    }

    @Test
    void checkFailsWhenGradientsAreTooFarApart() {
        // Weights so large that the differences of the loss are lost in its rounding.
        Cli result = Cli.run("check", "--activation", "sigmoid", "--init", "normal:1e8");
        assertEquals(1, result.code(), result.out());
        assertTrue(result.out().contains("TOO FAR"), result.out());
    }

    @Test
    void doctorSaysWhatItFoundAndHowFastItIs() {
        Cli result = Cli.run("doctor").done();
        for (String line :
                new String[] {"program", "java", "machine", "library", "chosen", "core", "threading", "vectors"}) {
            assertTrue(result.line(line).length() > 3, result.out());
        }
        assertTrue(result.out().contains("tried "), result.out());
        assertTrue(result.out().contains("GFLOP/s on 1 thread"), result.out());
        assertTrue(result.out().contains("products alone"), result.out());
        assertTrue(result.line("784-128-10").matches(".* \\d+\\.\\d\\d"), result.out());
        assertTrue(result.out().contains("advice "), result.out());
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        Cli top = Cli.run("--help").done();
        assertTrue(top.out().contains("Example"), top.out());
        for (String command : new String[] {"train", "evaluate", "predict", "inspect", "check", "bench", "doctor"}) {
            assertTrue(top.out().contains("  " + command), top.out());
            Cli help = Cli.run(command, "--help").done();
            assertTrue(help.out().startsWith("Usage: panagrad " + command), help.out());
            assertTrue(help.out().contains("Example"), help.out());
            assertEquals("", help.err());
        }
        assertTrue(Cli.run("--version").done().out().startsWith("panagrad "));
    }
}
