package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export}: the tests of the module for ONNX run what it writes. */
class ExportTest {
    @TempDir
    Path folder;

    private Path model = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void paths() {
        model = folder.resolve("m.safetensors");
        out = folder.resolve("m.onnx");
    }

    private void trainOnTable(String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of("size,town,price"));
        for (int r = 0; r < 60; r++) {
            lines.add(r * 7 % 31 + "," + List.of("Aix", "Bonn", "Cork").get(r % 3) + "," + r * 5 % 23 + ".5");
        }
        List<Object> arguments = new ArrayList<>(List.of(
                "train",
                "--preset",
                "none",
                "--data",
                Files.write(folder.resolve("houses.csv"), lines),
                "--epochs",
                1,
                "--layers",
                "3",
                "--out",
                model));
        arguments.addAll(List.of(more));
        Cli.run(arguments.toArray()).done();
    }

    private void trainOnNumbers(Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("train", "--epochs", 1, "--samples", 60, "--layers", 3, "--out", model));
        arguments.addAll(List.of(more));
        Cli.run(arguments.toArray()).done();
    }

    /** Names are in the file as they are. */
    private boolean isNamed(String name) throws IOException {
        return new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1).contains(name);
    }

    @Test
    void aModelOfATableHasItsColumnsAsInputs() throws IOException {
        trainOnTable("--ensemble", "2");
        Cli exported = Cli.run("export", "--model", model, "--out", out).done();
        assertTrue(exported.out().startsWith("wrote " + out), exported.out());
        assertEquals("", exported.err());
        assertTrue(isNamed("size") && isNamed("town") && isNamed("value") && isNamed("members.1.layers.0/weight"));
        byte[] first = Files.readAllBytes(out);
        Cli.run("export", "--model", model, "--out", out, "--inputs", "grouped").done();
        assertTrue(isNamed("numbers") && isNamed("texts"));
        Cli.run("export", "--model", model, "--out", out, "--inputs", "tensor").done();
        assertTrue(isNamed("features"));
        Cli.run("export", "--model", model, "--out", out, "--inputs", "columns").done();
        assertArrayEquals(first, Files.readAllBytes(out));
    }

    @Test
    void aModelOfNumbersHasNoColumns() throws IOException {
        trainOnNumbers();
        Cli.run("export", "--model", model, "--out", out).done();
        assertTrue(isNamed("features") && isNamed("probabilities"));
        Files.delete(out);
        for (String inputs : List.of("columns", "grouped")) {
            Cli.run("export", "--model", model, "--out", out, "--inputs", inputs)
                    .failed(2, model + ": the model was saved without preprocessing");
        }
        assertFalse(Files.exists(out));
    }

    @Test
    void whatWasExportedAgreesInTheOnnxRuntime() throws IOException {
        trainOnTable("--ensemble", "2");
        for (String inputs : List.of("columns", "grouped", "tensor")) {
            Cli.run("export", "--model", model, "--out", out, "--inputs", inputs)
                    .done();
            Cli checked = Cli.run("check", "--onnx", out, "--model", model).done();
            assertTrue(
                    checked.out().startsWith("the exported model agrees: 1000 rows, 0 labels that differ"),
                    checked.out());
        }
        Path other = folder.resolve("other.safetensors");
        Files.copy(model, other);
        trainOnNumbers();
        Cli.run("check", "--onnx", out, "--model", model).failed(2, "was not exported from --model");
        Cli.run("export", "--model", model, "--out", out).done();
        Cli.run("check", "--onnx", out, "--model", model).done();
        trainOnNumbers("--seed", 7);
        Cli differs = Cli.run("check", "--onnx", out, "--model", model);
        assertEquals(1, differs.code());
        assertTrue(differs.out().startsWith("THE EXPORTED MODEL DIFFERS"), differs.out());
        Cli.run("check", "--onnx", other, "--model", other).failed(2, "--onnx " + other);
    }

    @Test
    void float64IsRefused() {
        trainOnNumbers("--dtype", "float64");
        Cli.run("export", "--model", model, "--out", out).failed(2, "the model is float64");
        assertFalse(Files.exists(out));
    }
}
