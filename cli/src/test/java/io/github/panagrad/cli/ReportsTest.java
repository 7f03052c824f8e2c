package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.cli.command.HelpTopics;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Choice;
import java.io.IOException;
import java.nio.file.Files;
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
    void inspectShowsWhatLayersHaveBesides() throws IOException {
        Path model = folder.resolve("m.st");
        Path data =
                Files.writeString(folder.resolve("d.csv"), "0.5,0,1\n1.5,1,2\n2.5,2,4\n-1,1,3.5\n0.1,0,2.5\n1,2,1.5\n");
        String[] training = {
            "train",
            "--preset",
            "none",
            "--data",
            data.toString(),
            "--task",
            "regression",
            "--validation",
            "0",
            "--epochs",
            "1",
            "--layers",
            "6,6",
            "--activation",
            "prelu",
            "--normalization",
            "batch_norm",
            "--skip",
            "0,1",
            "--categorical",
            "1",
            "--one-hot-limit",
            "0",
            "--min-count",
            "1",
            "--input-dropout",
            "0.25",
            "--out",
            model.toString()
        };
        Cli.run((Object[]) training).done();
        Cli result = Cli.run("inspect", "--model", model).done();
        String network = result.line("network");
        assertTrue(
                network.startsWith("2-6-6-1 prelu, normalization batch_norm,batch_norm, skip 0,1, embeddings 1:3:3,"
                        + " input dropout 0.25, mean_squared_error, 112 parameters"),
                network);
        assertTrue(result.line("embeddings.0").matches("column 1 +3 +- +- +- +- +\\[3, 3\\] +- +9"), result.out());
        assertTrue(
                result.line("layers.0").matches("4 +6 +prelu +0.0 +batch_norm +0 +\\[6, 4\\] +\\[6\\] +42"),
                result.out());
        assertTrue(
                result.line("layers.1").matches("6 +6 +prelu +0.0 +batch_norm +1 +\\[6, 6\\] +\\[6\\] +54"),
                result.out());
    }

    @Test
    void everyTopicListsItsFamilyWithFormulas() {
        Cli top = Cli.run("--help").done();
        assertEquals(top.out(), Cli.run("help").done().out());
        String footers = top.out().replaceAll("\\s+", " ")
                + Cli.run("help", "--help").done().out();
        for (HelpTopics.Topic topic : HelpTopics.ALL) {
            assertEquals(2, footers.split("\\b" + topic.name() + "[,.]", -1).length - 1, topic.name());
            Cli help = Cli.run("help", topic.name()).done();
            for (Choice choice : topic.choices().all()) {
                assertTrue(
                        help.out()
                                .lines()
                                .anyMatch(line -> line.strip().split(":", -1)[0].equals(choice.name())),
                        help.out());
                assertTrue(help.out().contains("      " + choice.formula() + "\n"), help.out());
            }
        }
        assertTrue(
                Cli.run("help", "optimizers").done().out().contains("\n  adam:beta1=0.9,beta2=0.999,epsilon=1.0E-8\n"));
    }

    @Test
    void helpOfACommandIsItsHelp() {
        for (String command : new String[] {"train", "check", "help"}) {
            assertEquals(
                    Cli.run(command, "--help").done().out(),
                    Cli.run("help", command).done().out());
        }
    }

    @Test
    void doctorSaysWhatItFoundAndHowFastItIs() {
        Cli result = Cli.run("doctor").done();
        for (String line :
                new String[] {"program", "java", "machine", "library", "chosen", "core", "threading", "vectors", "spark"
                }) {
            assertTrue(!result.line(line).isEmpty(), result.out());
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
        for (String command : new String[] {
            "train", "evaluate", "predict", "plan", "inspect", "export", "check", "bench", "doctor", "help"
        }) {
            assertTrue(top.out().contains("  " + command), top.out());
            Cli help = Cli.run(command, "--help").done();
            assertTrue(help.out().startsWith("Usage: panagrad " + command), help.out());
            assertTrue(help.out().contains("Example"), help.out());
            assertEquals("", help.err());
        }
        assertTrue(Cli.run("--version").done().out().startsWith("panagrad "));
    }
}
