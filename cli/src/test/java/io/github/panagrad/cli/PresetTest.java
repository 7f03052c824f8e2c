package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.options.Preset;
import io.github.panagrad.nn.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Presets are ordinary options, used where none are given. */
class PresetTest {
    @TempDir
    Path folder;

    private Path data;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        StringBuilder rows = new StringBuilder("x,y,colour,class\n");
        for (int i = 0; i < 200; i++) {
            double x = i % 17 / 4.0;
            double y = i % 23 / 5.0;
            rows.append(x)
                    .append(',')
                    .append(y)
                    .append(',')
                    .append(List.of("red", "green", "blue").get(i % 3))
                    .append(',')
                    .append(x * x + (i % 3) > y * 2 ? "yes" : "no")
                    .append('\n');
        }
        data = Files.writeString(folder.resolve("d.csv"), rows);
        model = folder.resolve("m.safetensors");
    }

    private Cli train(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--data", data, "--epochs", 3, "--threads", 1));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray());
    }

    private static String config(Path model) {
        return Cli.run("inspect", "--model", model, "--show-config").done().out();
    }

    @Test
    void aTableIsTrainedWithTheStandard() {
        Cli trained = train("--out", model).done();
        String preset = trained.line("preset");
        assertTrue(preset.startsWith("standard: --layers 256,256 --members auto"), preset);
        assertTrue(preset.contains("--members auto") && preset.contains("--early-stopping validation_loss"), preset);
        // The number of epochs was given.
        assertFalse(preset.contains("--epochs"), preset);
        assertTrue(trained.line("network").contains(", 16 members, "), trained.out());
        assertTrue(trained.line("optimiser").startsWith("adamw, learning rate 0.002 constant"), trained.out());
        assertTrue(trained.line("data").contains("160 + 40 validation"), trained.out());
        assertConfigured(Preset.STANDARD);
    }

    @Test
    void aSmallNetworkIsQuick() {
        Cli trained = train("--out", model, "--preset", "quick").done();
        String preset = trained.line("preset");
        assertTrue(
                preset.startsWith("quick: --layers 128,64 --members 1 --number-embedding piecewise_linear:bins=16"),
                preset);
        assertTrue(trained.line("optimiser").startsWith("adamw, learning rate 0.003 constant"), trained.out());
        assertConfigured(Preset.QUICK);
    }

    private void assertConfigured(Preset preset) {
        String yaml = config(model);
        for (Map.Entry<String, String> option : preset.options().entrySet()) {
            if (!option.getKey().equals("epochs")) {
                String line = yaml.lines()
                        .filter(text -> text.startsWith(option.getKey() + ": "))
                        .findFirst()
                        .orElseThrow();
                assertEquals(option.getKey() + ": " + option.getValue(), line.replaceAll("[\"']", ""), yaml);
            }
        }
    }

    @Test
    void theSameOptionsGiveTheSameModel() throws IOException {
        train("--out", model).done();
        Path yaml = Files.writeString(folder.resolve("run.yaml"), config(model));
        Path again = folder.resolve("again.safetensors");
        Cli.run("train", "--config", yaml, "--data", data, "--threads", 1, "--out", again)
                .done();
        assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(again));
        Path spelled = folder.resolve("spelled.safetensors");
        train("--preset", "standard", "--members", 16, "--layers", "256,256", "--out", spelled)
                .done();
        assertEquals(predictions(model), predictions(spelled));
    }

    private List<String> predictions(Path file) throws IOException {
        Path out = folder.resolve(file.getFileName() + ".csv");
        Cli.run("predict", "--model", file, "--data", data, "--out", out).done();
        return Files.readAllLines(out);
    }

    @Test
    void whatIsGivenWins() throws IOException {
        Cli trained = train("--layers", "7,5", "--members", 3, "--learning-rate", 0.01, "--dropout", 0)
                .done();
        assertTrue(trained.line("network").matches("\\d+-\\d+-7-5-1 relu, 3 members, .*"), trained.out());
        assertFalse(trained.line("network").contains("adapters"), trained.out());
        Cli adapted = train("--layers", "7,5", "--members", 3, "--member-adapters", "all", "--out", model)
                .done();
        assertTrue(adapted.line("network").contains(", 3 members, adapters output,both, "), adapted.out());
        assertTrue(Cli.run("inspect", "--model", model).done().out().contains("adapters output,both"), "inspect");
        assertEquals(Files.readAllLines(data).size(), predictions(model).size());
        assertTrue(trained.line("optimiser").startsWith("adamw, learning rate 0.01 constant"), trained.out());
        Path own = folder.resolve("own.safetensors");
        Path shared = folder.resolve("shared.safetensors");
        train("--layers", "7,5", "--members", 3, "--member-batches", "own", "--out", own)
                .done();
        train("--layers", "7,5", "--members", 3, "--out", shared).done();
        assertEquals("own", ModelFile.inspect(own).facts().get("member_batches"));
        assertNotEquals(predictions(shared), predictions(own));
        Cli other = train("--optimizer", "sgd").done();
        // The rate and the clipping belong to the optimiser of the preset.
        assertTrue(other.line("optimiser").startsWith("sgd, learning rate 0.001 constant, batches"), other.out());
        Cli unstopped = train("--validation", 0).done();
        assertFalse(unstopped.line("preset").contains("--patience"), unstopped.out());
        Cli patient = train("--patience", 3).done();
        assertFalse(patient.line("preset").contains("--patience"), patient.out());
        for (String zero : List.of(".0", "0e0", "00", "-0")) {
            train("--validation", zero).done();
        }
        Cli all = train(
                        "--members",
                        1,
                        "--number-embedding",
                        "none",
                        "--early-stopping",
                        "none",
                        "--layers",
                        "5",
                        "--dropout",
                        0,
                        "--scaling",
                        "none",
                        "--optimizer",
                        "sgd",
                        "--schedule",
                        "cosine",
                        "--clip",
                        "none",
                        "--batch-size",
                        16,
                        "--validation",
                        0.3)
                .done();
        assertEquals("standard", all.line("preset"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--optimizer lbfgs --batch-size 200", "--layers none", "--preset none"})
    void someOptionsGoWithoutAPreset(String options) {
        Cli trained = train((Object[]) options.split(" ", -1)).done();
        assertFalse(trained.out().contains("preset "), trained.out());
    }

    @Test
    void otherDataHasNone() {
        Cli trained = Cli.run("train", "--data", "moons", "--samples", 60, "--epochs", 1)
                .done();
        assertFalse(trained.out().contains("preset "), trained.out());
        Cli.run("train", "--data", "moons", "--preset", "standard")
                .failed(2, "--preset standard only applies to tables");
        Cli.run("train", "--preset", "none", "--samples", 60, "--epochs", 1).done();
    }

    @Test
    void itIsNamedOrRefused() throws IOException {
        train("--preset", "bets").failed(2, "--preset bets: expected one of quick, standard, best, none");
        for (String other : List.of("--optimizer lbfgs", "--layers none")) {
            List<Object> options = new ArrayList<>(List.of("--preset", "standard"));
            options.addAll(List.of(other.split(" ", -1)));
            train(options.toArray()).failed(2, "does not go with --optimizer lbfgs or --layers none");
        }
        Path yaml = Files.writeString(folder.resolve("run.yaml"), "epochs: 3\npreset: bets\n");
        train("--config", yaml).failed(2, "--preset bets", "run.yaml, line 2");
        train("--members", 0).failed(2, "--members must be from 1 to 1024");
        train("--member-adapters", "last").failed(2, "--member-adapters: expected one of first, all, found 'last'");
        train("--member-batches", "any").failed(2, "--member-batches: expected one of shared, own, found 'any'");
        train("--members", "3,4").failed(2, "--members 3,4: expected a whole number, or auto");
        train("--number-embedding", "piecewise_linear:bins=0").failed(2, "bins must be from 1");
        train("--batch-size", "large").failed(2, "--batch-size");
    }

    @Test
    void theOtherCommandsUseIt() {
        Object[] options = {"cross-validate", "--data", data, "--folds", 2, "--epochs", 2, "--threads", 1};
        Cli validated = Cli.run(options).done();
        assertTrue(validated.line("preset").startsWith("standard:"), validated.out());
        assertTrue(validated.line("network").contains(", 16 members, "), validated.out());
        assertTrue(validated.line("network").endsWith("at most 2 epochs"), validated.out());
        Cli.run("range-test", "--data", data, "--steps", 20).done();
    }

    /** The sizes that follow the data follow the rows that are planned for, as they would the same rows of a file. */
    @Test
    void plansForMoreRowsThanWereRead() {
        Cli small = Cli.run("plan", "--data", data, "--json").done();
        assertTrue(small.out().contains("-256-256-1\"") && small.out().contains("\"batch_size\":32,"), small.out());
        Cli large =
                Cli.run("plan", "--data", data, "--rows", 10_000_000, "--json").done();
        // A plain network.
        assertTrue(large.out().contains("-256-256-1\"") && large.out().contains("\"batch_size\":1024,"), large.out());
        assertTrue(parameters(large) < parameters(small), large.out());
        long plain = parameters(Cli.run("plan", "--layers", "20-64-1", "--json").done());
        Cli members =
                Cli.run("plan", "--layers", "20-64-1", "--members", 4, "--json").done();
        // The factors, and an output layer for each member.
        assertEquals(plain + 4 * 20 + 3 * 65, parameters(members));
        Cli adapted = Cli.run("plan", "--layers", "20-64-32-1", "--members", 4, "--member-adapters", "all", "--json")
                .done();
        // Of each member: the factors of the features, of both layers' outputs and of the second's inputs, all biases,
        // the output weights.
        assertEquals(20 * 64 + 64 * 32 + 4 * (20 + 64 + 64 + 32 + 64 + 32 + 33), parameters(adapted));
        Cli.run("plan", "--layers", "20-64-1", "--members", "auto").failed(2, "--data");
        for (String batches : List.of("shared", "own")) {
            Cli.run(
                            "plan",
                            "--layers",
                            "20-64-1",
                            "--members",
                            1024,
                            "--member-batches",
                            batches,
                            "--batch-size",
                            20_000_000)
                    .failed(2, "--batch-size 20000000", "1024 members each");
        }
        Cli.run("plan", "--layers", "20-64-1", "--number-embedding", "piecewise_linear")
                .failed(2, "--data");
    }

    private static long parameters(Cli plan) {
        return Long.parseLong(plan.out().replaceAll("(?s).*\"parameters\":(\\d+),\"dtype.*", "$1"));
    }

    /** What follows the data does so on data without columns of a table, too. */
    @Test
    void autoIsForAllData() {
        Cli trained = Cli.run(
                        "train",
                        "--data",
                        "moons",
                        "--samples",
                        90,
                        "--epochs",
                        1,
                        "--members",
                        "auto",
                        "--number-embedding",
                        "auto",
                        "--batch-size",
                        "auto")
                .done();
        assertTrue(trained.line("network").contains(", 16 members, embeddings 0:48 pieces:16"), trained.out());
        assertTrue(trained.line("optimiser").contains("batches of 32"), trained.out());
    }

    /** A row without a target is left out of the files to validate on, too, also where suspects are looked for. */
    @Test
    void targetsMayBeMissingInTheFilesToValidateOn() throws IOException {
        Path held = Files.writeString(
                folder.resolve("held.csv"), Files.readString(data) + "1,2,red,\n1,3,blue,\n".repeat(3));
        Cli trained =
                train("--validation-data", held, "--missing-target", "drop").done();
        assertTrue(trained.line("data").contains("200 + 200 validation"), trained.out());
        train("--validation-data", held).failed(2, "--missing-target drop");
    }
}
