package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters that training leaves as they are. */
class FrozenParametersTest {
    private static final int INPUTS = 5;
    private static final int ROWS = 70;

    private static final NetworkSpec PLAIN = NetworkSpec.inputs(INPUTS)
            .dense(37, Activation.tanh())
            .dense(41, Activation.relu())
            .dense(9, Activation.tanh())
            .output(3, Loss.meanSquaredError());

    private static Map<String, double[][]> parameters(Network network) {
        Map<String, double[][]> all = new LinkedHashMap<>();
        network.parameters().forEach(parameter -> all.put(parameter.name(), network.toArray(parameter)));
        return all;
    }

    private static boolean isSame(double @Nullable [][] a, double @Nullable [][] b) {
        return Arrays.deepEquals(a, b);
    }

    private static final TrainingConfig CONFIG =
            TrainingConfig.defaults().withBatchSize(16).withEpochs(3).withLearningRate(0.01);

    static Stream<Predicate<Parameter>> choices() {
        return Stream.of(
                parameter -> parameter.index() == 0,
                parameter -> parameter.index() < 3,
                parameter -> parameter.index() == 1,
                parameter -> parameter.index() == 3,
                parameter -> parameter.label().equals("bias"),
                parameter -> parameter.label().equals("weight"),
                parameter -> !parameter.name().equals("layers.2.bias"));
    }

    /** With all that changes parameters besides their gradients, in every way to divide the work. */
    @ParameterizedTest
    @MethodSource("choices")
    void areLeftToTheBitAndAllOthersAreNot(Predicate<Parameter> frozen) {
        Dataset data = Networks.batch(ROWS, INPUTS, 3, Loss.meanSquaredError(), 4);
        for (Arithmetic arithmetic : Arithmetic.all().toList()) {
            for (int threads = 1; threads <= 3; threads++) {
                TrainingConfig config = CONFIG.withFrozen(frozen)
                        .withThreads(threads)
                        .withReproducible(threads == 3)
                        .withClipping(new GradientClipping.ByGlobalNorm(0.5))
                        .withRegularizers(
                                new Regularizer.L2(0.1),
                                new Regularizer.WeightDecay(0.3),
                                new Regularizer.MaxNorm(0.1));
                try (Network network = Networks.random(PLAIN, arithmetic.dtype(), arithmetic.backend(), 3)) {
                    Map<String, double[][]> before = parameters(network);
                    try (Trainer trainer = new Trainer(network, config)) {
                        trainer.fit(data);
                    }
                    Map<String, double[][]> after = parameters(network);
                    for (Parameter parameter : network.parameters()) {
                        assertEquals(
                                frozen.test(parameter),
                                isSame(before.get(parameter.name()), after.get(parameter.name())),
                                () -> arithmetic + " " + parameter.name());
                    }
                }
            }
        }
    }

    /** One step of gradient descent gives all others the same bits as if nothing were frozen. */
    @ParameterizedTest
    @MethodSource("choices")
    void theOthersGetTheirOwnGradient(Predicate<Parameter> frozen) {
        Dataset data = Networks.batch(ROWS, INPUTS, 3, Loss.meanSquaredError(), 4);
        TrainingConfig step =
                CONFIG.withOptimizer(Optimizer.sgd()).withBatchSize(ROWS).withEpochs(1);
        for (Arithmetic arithmetic : Arithmetic.all().toList()) {
            for (int threads = 1; threads <= 2; threads++) {
                TrainingConfig config = step.withThreads(threads);
                Map<String, double[][]> whole = trained(PLAIN, data, arithmetic, config);
                Map<String, double[][]> part = trained(PLAIN, data, arithmetic, config.withFrozen(frozen));
                for (Parameter parameter : Parameter.of(PLAIN)) {
                    if (!frozen.test(parameter)) {
                        assertTrue(
                                isSame(whole.get(parameter.name()), part.get(parameter.name())),
                                () -> arithmetic + " " + parameter.name());
                    }
                }
            }
        }
    }

    private static Map<String, double[][]> trained(
            NetworkSpec spec, Dataset data, Arithmetic arithmetic, TrainingConfig config) {
        try (Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 3);
                Trainer trainer = new Trainer(network, config)) {
            trainer.fit(data);
            return parameters(network);
        }
    }

    /** Layers above a frozen body are trained as a network of their own on what the body makes of the samples. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aFrozenBodyIsAFixedFunction(int body) {
        Dataset data = Networks.batch(ROWS, INPUTS, 3, Loss.meanSquaredError(), 4);
        double[][] targets = Networks.normals(ROWS, 3, 5);
        TrainingConfig config = CONFIG.withThreads(2).withReproducible(true);
        try (Network network = Networks.random(PLAIN, DType.F64, Backend.NATIVE, 3)) {
            NetworkSpec top = new NetworkSpec(
                    ((Dense) PLAIN.hidden().get(body - 1)).units(),
                    PLAIN.hidden().subList(body, PLAIN.hidden().size()),
                    3,
                    Loss.meanSquaredError());
            double[][] features;
            try (Backpropagation pass = new Backpropagation(network, data, 0)) {
                pass.loss();
                features = pass.outputs(body - 1).toArray();
            }
            try (Network alone = new Network(top, DType.F64, Backend.NATIVE)) {
                for (Parameter parameter : alone.parameters()) {
                    alone.get(parameter)
                            .copyFrom(network.get("layers." + (parameter.index() + body) + "." + parameter.label()));
                }
                try (Trainer trainer = new Trainer(alone, config);
                        Trainer frozen =
                                new Trainer(network, config.withFrozen(parameter -> parameter.index() < body))) {
                    trainer.fit(Dataset.of(features, targets));
                    frozen.fit(data);
                }
                for (Parameter parameter : alone.parameters()) {
                    double[][] expected = alone.toArray(parameter);
                    double[][] found = network.get("layers." + (parameter.index() + body) + "." + parameter.label())
                            .toArray();
                    for (int r = 0; r < expected.length; r++) {
                        assertArrayEquals(expected[r], found[r], 1e-10, parameter.name());
                    }
                }
            }
        }
    }

    /** Networks with all kinds of layers: their first parameters, their last, and those of embeddings. */
    @Test
    void layersOfEveryKind() {
        Dataset data = LayerNetworks.data(ROWS, 3);
        List<Predicate<Parameter>> choices = List.of(
                parameter -> parameter.group().equals(Parameter.EMBEDDINGS),
                parameter -> parameter.group().equals(Parameter.EMBEDDINGS) || parameter.index() == 0,
                parameter -> parameter.group().equals(Parameter.LAYERS) && parameter.index() > 0);
        LayerNetworks.all().forEach((name, spec) -> {
            for (Predicate<Parameter> frozen : choices) {
                List<Parameter> all = Parameter.of(spec);
                if (all.stream().noneMatch(parameter -> parameter.isTrained() && !frozen.test(parameter))) {
                    continue;
                }
                TrainingConfig config = CONFIG.withFrozen(frozen).withThreads(2);
                try (Network network = Networks.random(spec, DType.F32, Backend.NATIVE, 3);
                        Trainer trainer = new Trainer(network, config)) {
                    Map<String, double[][]> before = parameters(network);
                    trainer.fit(data);
                    Map<String, double[][]> after = parameters(network);
                    for (Parameter parameter : all) {
                        if (parameter.isTrained() && frozen.test(parameter)) {
                            assertTrue(
                                    isSame(before.get(parameter.name()), after.get(parameter.name())),
                                    () -> name + " " + parameter.name());
                        }
                    }
                    assertFalse(all.stream()
                            .filter(parameter -> parameter.isTrained() && !frozen.test(parameter))
                            .allMatch(parameter -> isSame(before.get(parameter.name()), after.get(parameter.name()))));
                }
            }
        });
    }

    @Test
    void aCheckpointBelongsToWhatIsFrozen(@TempDir Path folder) throws IOException {
        Dataset data = Networks.batch(ROWS, INPUTS, 3, Loss.meanSquaredError(), 4);
        Path run = folder.resolve("run");
        FitOptions options = FitOptions.none().withCheckpoints(Checkpoints.in(run, new Interval.Epochs(1)));
        TrainingConfig frozen = CONFIG.withFrozen(parameter -> parameter.index() == 0);
        try (Network network = Networks.random(PLAIN, DType.F32, Backend.JAVA, 3);
                Trainer trainer = new Trainer(network, frozen)) {
            trainer.fit(data, options);
        }
        Path last;
        try (Stream<Path> files = Files.list(run)) {
            last = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        FitOptions resuming = options.resumedFrom(last);
        try (Network network = Networks.random(PLAIN, DType.F32, Backend.JAVA, 3);
                Trainer same = new Trainer(network, frozen.withEpochs(4));
                Trainer other = new Trainer(network, CONFIG.withEpochs(5))) {
            CheckpointException e = assertThrows(CheckpointException.class, () -> other.fit(data, resuming));
            assertTrue(String.valueOf(e.getMessage()).contains("frozen"), e.toString());
            assertEquals(4, same.fit(data, resuming).epochs().size());
        }
    }

    @Test
    void nothingLeftToTrain() {
        try (Network network = Networks.random(PLAIN, DType.F32, Backend.JAVA, 3)) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> new Trainer(network, CONFIG.withFrozen(_ -> true)));
            assertEquals("all parameters are frozen: there is nothing left to train", e.getMessage());
        }
        TrainingConfig lbfgs = TrainingConfig.defaults().withOptimizer(Optimizer.lbfgs());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> lbfgs.withFrozen(p -> p.index() == 0));
        assertEquals("lbfgs changes all parameters: freezing some is for other optimisers", e.getMessage());
    }
}
