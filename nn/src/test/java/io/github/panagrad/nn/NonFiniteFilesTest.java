package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointDescription;
import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.safetensors.NamedTensor;
import io.github.panagrad.nn.safetensors.SafetensorsFile;
import io.github.panagrad.nn.safetensors.SafetensorsWriter;
import io.github.panagrad.nn.safetensors.TensorEntry;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are not finite are neither saved nor loaded, whatever they are part of. */
class NonFiniteFilesTest {
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(6).dense(5, Activation.tanh()).output(3, Loss.meanSquaredError());
    private static final Dataset DATA = LayerNetworks.data(50, 3);

    @TempDir
    Path folder;

    private static Network network(DType dtype, long seed) {
        return Network.create(SPEC, dtype, Backend.JAVA, Initializer.he(), seed);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelIsNotSaved(DType dtype) throws IOException {
        Path file = folder.resolve("m.st");
        try (Network good = network(dtype, 1);
                Network bad = network(dtype, 2)) {
            ModelFile.save(file, good, Map.of());
            byte[] before = Files.readAllBytes(file);
            for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
                bad.biases(1).set(0, 2, value);
                ModelFormatException one =
                        assertThrows(ModelFormatException.class, () -> ModelFile.save(file, bad, Map.of()));
                assertTrue(
                        String.valueOf(one.getMessage()).contains(file + ": layers.1.bias: element 2 is " + value),
                        one::getMessage);
                ModelFormatException two = assertThrows(
                        ModelFormatException.class,
                        () -> ModelFile.save(file, new Ensemble(List.of(good, bad)), Map.of()));
                assertTrue(String.valueOf(two.getMessage()).contains("members.1.layers.1.bias"), two::getMessage);
            }
            assertArrayEquals(before, Files.readAllBytes(file));
            assertEquals(List.of("m.st"), files());
        }
    }

    /** Writes a copy of a file with one number changed. */
    private interface Copy {
        void write(SafetensorsFile file, List<NamedTensor> tensors) throws IOException;
    }

    private static void copy(Path source, String changed, int element, double value, Copy copy) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(source);
                Slab slab = new Slab("test")) {
            List<NamedTensor> tensors = new ArrayList<>();
            for (TensorEntry entry : file.tensors().values()) {
                Tensor tensor = slab.allocate(DType.valueOf(entry.dtype()), 1, Math.toIntExact(entry.elements()));
                file.read(entry.name(), tensor);
                if (entry.name().equals(changed)) {
                    tensor.set(0, element, value);
                }
                tensors.add(new NamedTensor(entry.name(), entry.shape(), tensor));
            }
            copy.write(file, tensors);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelIsNotLoaded(DType dtype) throws IOException {
        Path file = folder.resolve("m.st");
        Path bad = folder.resolve("bad.st");
        try (Network one = network(dtype, 1);
                Network two = network(dtype, 2)) {
            for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                ModelFile.save(file, one, Map.of());
                copy(
                        file,
                        "layers.0.weight",
                        29,
                        value,
                        (opened, tensors) -> SafetensorsWriter.write(bad, opened.metadata(), tensors));
                refused(() -> ModelFile.load(bad, Backend.JAVA), bad + ": layers.0.weight: element 29 is " + value);
                refused(() -> ModelFile.loadEnsemble(bad, Backend.JAVA), "layers.0.weight: element 29");
                ModelFile.save(file, new Ensemble(List.of(one, two)), Map.of());
                copy(
                        file,
                        "members.1.layers.1.bias",
                        0,
                        value,
                        (opened, tensors) -> SafetensorsWriter.write(bad, opened.metadata(), tensors));
                refused(() -> ModelFile.loadEnsemble(bad, Backend.JAVA), "members.1.layers.1.bias: element 0");
            }
        }
    }

    private static void refused(Runnable load, String words) {
        ModelFormatException e = assertThrows(ModelFormatException.class, load::run);
        assertTrue(String.valueOf(e.getMessage()).contains(words), e::getMessage);
    }

    private static History fit(Network network, TrainingConfig config, FitOptions options) {
        try (Trainer trainer = new Trainer(network, config)) {
            return trainer.fit(DATA, options);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "lbfgs"})
    void aCheckpointIsNotResumed(String optimizer) throws IOException {
        boolean isWhole = optimizer.equals("lbfgs");
        TrainingConfig config = TrainingConfig.defaults()
                .withOptimizer(Optimizer.choices().parse(optimizer))
                .withBatchSize(isWhole ? 50 : 10)
                .withEpochs(3)
                .withThreads(1);
        FitOptions options = FitOptions.none()
                .withEarlyStopping(EarlyStopping.of(Monitor.trainingLoss(), 3))
                .withCheckpoints(Checkpoints.in(folder, new Interval.Steps(1000)));
        try (Network network = network(DType.F64, 1)) {
            fit(network, config, options);
        }
        Path file = CheckpointFile.latest(folder).orElseThrow();
        CheckpointDescription description = CheckpointFile.inspect(file);
        Path bad = folder.resolve("bad.st");
        List<String> names = isWhole
                ? List.of("layers.0.bias", "best.layers.1.bias", "lbfgs.point", "lbfgs.gradient", "lbfgs.curvatures")
                : List.of(
                        "layers.0.bias",
                        "best.layers.1.bias",
                        "optimizer.0.layers.0.weight",
                        "optimizer.1.layers.1.bias");
        for (String name : names) {
            copy(file, name, 1, Double.NaN, (_, tensors) -> CheckpointFile.write(bad, description, tensors));
            try (Network network = network(DType.F64, 2)) {
                double before = network.weights(0).get(0, 0);
                CheckpointException e = assertThrows(
                        CheckpointException.class,
                        () -> fit(
                                network,
                                config,
                                FitOptions.none()
                                        .withEarlyStopping(EarlyStopping.of(Monitor.trainingLoss(), 3))
                                        .resumedFrom(bad)));
                assertTrue(
                        String.valueOf(e.getMessage()).contains(bad + ": " + name + ": element 1 is NaN or infinite"),
                        e::getMessage);
                assertEquals(before, network.weights(0).get(0, 0), "nothing is changed");
            }
        }
    }

    /** An epoch without validation has no validation loss, which is saved as NaN. */
    @Test
    void whatIsMissingInTheHistoryIsNotMissed() throws IOException {
        TrainingConfig config =
                TrainingConfig.defaults().withBatchSize(10).withEpochs(1).withThreads(1);
        FitOptions options = FitOptions.none().withCheckpoints(Checkpoints.in(folder, new Interval.Epochs(1)));
        try (Network network = network(DType.F32, 1)) {
            fit(network, config, options);
            Path file = CheckpointFile.latest(folder).orElseThrow();
            assertFalse(fit(network, config, options.resumedFrom(file)).epochs().isEmpty());
        }
    }
}
