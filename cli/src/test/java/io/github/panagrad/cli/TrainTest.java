package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainTest {
    @TempDir
    Path folder;

    static double accuracy(String line) {
        return Double.parseDouble(line.replaceAll(".*accuracy (\\S+) .*", "$1"));
    }

    @Test
    void learnsSpiralsByDefaultAndSaysSo() {
        Cli result = Cli.run("train").done();
        assertTrue(result.line("data").startsWith("spirals (generated): "), result.out());
        assertTrue(result.line("data").contains("no --data was given"), result.out());
        assertTrue(accuracy(result.line("validation")) >= 0.99, result.out());
        assertTrue(result.line("network").contains("2-64-64-3"), result.out());
        assertTrue(result.line("speed").contains("samples/s"), result.out());
        assertTrue(
                result.line("memory").contains("off the heap")
                        && result.line("memory").endsWith("in all"),
                result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"spirals", "moons", "circles", "blobs"})
    void learnsGeneratedData(String name) {
        Cli result = Cli.run("train", "--data", name, "--epochs", 15, "--batch-size", 32)
                .done();
        assertTrue(accuracy(result.line("validation")) >= 0.95, result.out());
    }

    private byte[] train(String name, Object... more) throws IOException {
        Path model = folder.resolve(name);
        List<Object> args = new ArrayList<>(List.of(
                "train", "--samples", 600, "--epochs", 3, "--dropout", "0.2,0.5", "--layers", "40,30", "--out", model));
        args.addAll(List.of(more));
        Cli.run(args.toArray()).done();
        return Files.readAllBytes(model);
    }

    @Test
    void givesTheSameFileForTheSameSeed() throws IOException {
        byte[] first = train("a.st");
        assertArrayEquals(first, train("b.st"));
        assertArrayEquals(first, train("a.st", "--metrics", folder.resolve("h.jsonl")));
        assertFalse(Arrays.equals(first, train("c.st", "--seed", 43)));
    }

    @Test
    void givesTheSameFileForEveryNumberOfThreads() throws IOException {
        byte[] one = train("a.st", "--reproducible", "--threads", 1);
        assertArrayEquals(one, train("b.st", "--reproducible", "--threads", 2));
        assertArrayEquals(one, train("c.st", "--reproducible", "--threads", 3));
    }

    @Test
    void batchesInPartsGiveTheSameFileForEveryNumberOfThreads() throws IOException {
        byte[] one = train("a.st", "--reproducible", "--batch-parts", 4, "--threads", 1);
        assertArrayEquals(one, train("b.st", "--reproducible", "--batch-parts", 4, "--threads", 3));
        assertFalse(Arrays.equals(one, train("c.st", "--reproducible")), "other batches");
    }

    @Test
    void takesEveryOptimiserScheduleInitialiserAndType() throws IOException {
        train("a.st", "--optimizer", "sgd", "--schedule", "step:gamma=0.9,every=2", "--init", "normal:0.1");
        train("b.st", "--optimizer", "momentum:beta=0.5", "--schedule", "exponential:rate=0.1");
        train("c.st", "--optimizer", "rmsprop", "--schedule", "cosine:min=1e-5", "--init", "glorot_uniform");
        train("d.st", "--dtype", "float64", "--regularizer", "l2:0.01", "--activation", "tanh", "--backend", "java");
        train("f.st", "--loss", "focal", "--class-weights", "balanced", "--bias-init", 0.1, "--init", "orthogonal");
        train("g.st", "--loss", "hinge", "--class-weights", "1,2,0.5", "--init", "lecun_uniform");
        train("e.st", "--loss", "mean_squared_error", "--validation", 0, "--schedule", "step");
        Cli inspected = Cli.run("inspect", "--model", folder.resolve("b.st")).done();
        assertTrue(inspected.out().contains("optimizer = momentum:beta=0.5"), inspected.out());
        assertTrue(inspected.out().contains("schedule = exponential:initial=0.001,rate=0.1"), inspected.out());
    }

    @Test
    void trainsALinearModel() {
        Cli result = Cli.run("train", "--data", "blobs", "--layers", "none", "--epochs", 2)
                .done();
        assertTrue(result.line("network").contains("2-3, softmax_cross_entropy"), result.out());
    }

    @Test
    void stopsWhenItDiverges() throws IOException {
        Path data = Files.writeString(folder.resolve("d.csv"), "1e30,1e30,1.5\n-1e30,2e30,-7.5\n".repeat(40));
        Path out = folder.resolve("m.st");
        Cli.run(
                        "train",
                        "--data",
                        data,
                        "--scaling",
                        "none",
                        "--raw-target",
                        "--task",
                        "regression",
                        "--optimizer",
                        "sgd",
                        "--learning-rate",
                        1e30,
                        "--out",
                        out)
                .failed(1, "diverged", "epoch 1", "learning rate");
        assertFalse(Files.exists(out));
    }

    @Test
    void refusesANetworkThatNoMachineHasMemoryFor() {
        String layers = "46000" + ",46000".repeat(100);
        Cli.run("train", "--layers", layers, "--dtype", "float64", "--samples", 10)
                .failed(2, "--layers", "TB", "this machine has", "smaller layers");
    }

    @Test
    void drawsAProgressBarForAPerson() {
        // An epoch is longer than the time between two drawings, however fast the machine.
        Cli result = Cli.runWatched("train", "--samples", 100_000, "--layers", "256,256", "--epochs", 2)
                .done();
        assertTrue(result.err().contains("epoch 1/2 ["), result.err());
        assertTrue(result.out().contains("2/2"), result.out());
    }

    @Test
    void printsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            Cli result = Cli.run("train", "--samples", 300, "--epochs", 1).done();
            assertTrue(result.line("validation").matches("loss \\d+\\.\\d+.*"), result.out());
            assertFalse(result.line("speed").matches(".*\\d\\.\\d{3}\\.\\d.*"), result.out());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void namesItsDefaultsInTheHelp() {
        String help = Cli.run("train", "--help").done().out().replaceAll("\\s+", " ");
        int spirals = SyntheticData.spirals().samples();
        assertTrue(help.contains("Default: " + spirals + " for spirals"), help);
        assertEquals("", Cli.run("train", "--help").err());
    }
}
