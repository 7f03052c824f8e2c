package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.panagrad.nn.safetensors.NamedTensor;
import io.github.panagrad.nn.safetensors.SafetensorsFile;
import io.github.panagrad.nn.safetensors.SafetensorsWriter;
import io.github.panagrad.nn.safetensors.TensorEntry;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that diverges in its very last step fails, and a model of numbers that are not finite is refused. */
class DivergedTrainingTest {
    @TempDir
    Path folder;

    private static Cli run(String command, Object... more) {
        Stream<Object> common = Stream.of(
                command,
                "--data",
                "moons",
                "--samples",
                300,
                "--optimizer",
                "sgd",
                "--schedule",
                "constant",
                "--batch-size",
                100_000,
                "--epochs",
                1);
        return Cli.run(Stream.concat(common, Stream.of(more)).toArray());
    }

    static Stream<List<Object>> trainings() {
        return Stream.of(
                List.of("--learning-rate", 1e38, "--validation", 0),
                List.of("--learning-rate", 1e38),
                List.of("--learning-rate", 1e300, "--validation", 0),
                List.of("--learning-rate", 1e300, "--early-stopping", "accuracy"),
                List.of("--learning-rate", 1e300, "--dtype", "float64", "--validation", 0),
                List.of("--learning-rate", 1e38, "--ensemble", 2));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void failsWithoutAModel(List<Object> options) throws IOException {
        Path model = folder.resolve("m.st");
        Files.writeString(model, "the one before");
        Cli diverged = run(
                "train",
                Stream.concat(options.stream(), Stream.of("--quiet", "--out", model))
                        .toArray());
        diverged.failed(1, "in epoch 1, step 1", "training has diverged", "try a smaller learning rate");
        assertFalse(diverged.err().contains("probabilit"), diverged.err());
        assertEquals("the one before", Files.readString(model));
    }

    @Test
    void failsInAFold() {
        run("cross-validate", "--learning-rate", 1e38).failed(1, "training has diverged");
    }

    @Test
    void aModelIsRefused() throws IOException {
        Path model = folder.resolve("m.st");
        Path bad = folder.resolve("bad.st");
        Path out = folder.resolve("p.csv");
        run("train", "--learning-rate", 0.1, "--layers", 5, "--out", model).done();
        try (SafetensorsFile file = SafetensorsFile.open(model);
                Slab slab = new Slab("test")) {
            List<NamedTensor> tensors = new ArrayList<>();
            for (TensorEntry entry : file.tensors().values()) {
                Tensor tensor = slab.allocate(DType.F32, 1, Math.toIntExact(entry.elements()));
                file.read(entry.name(), tensor);
                tensor.set(0, 0, entry.name().equals("layers.1.weight") ? Double.NaN : tensor.get(0, 0));
                tensors.add(new NamedTensor(entry.name(), entry.shape(), tensor));
            }
            SafetensorsWriter.write(bad, file.metadata(), tensors);
        }
        String[] words = {bad + ": layers.1.weight: element 0 is NaN", "train it again"};
        Cli.run("predict", "--model", bad, "--data", "moons", "--samples", 9, "--out", out)
                .failed(2, words);
        Cli.run("evaluate", "--model", bad, "--data", "moons", "--samples", 9).failed(2, words);
        assertFalse(Files.exists(out));
    }
}
