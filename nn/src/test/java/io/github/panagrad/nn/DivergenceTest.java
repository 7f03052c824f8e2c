package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.checkpoint.OnFailure;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that diverges says so, whenever it does, and leaves the network as it was when it last was worth something. */
class DivergenceTest {
    private static final NetworkSpec SPEC = NetworkSpec.inputs(6)
            .dense(new Dense(5, Activation.tanh(), 0, Normalization.batchNorm(), 0))
            .output(3, Loss.meanSquaredError());

    /** 50 samples: 5 steps an epoch. */
    private static final Dataset DATA = LayerNetworks.data(50, 3);

    /** The gradients are so large that the largest learning rates make infinities of them. */
    private static final Dataset STEEP = scaled(1e3);

    private static final TrainingConfig CONFIG = TrainingConfig.defaults()
            .withOptimizer(Optimizer.sgd())
            .withBatchSize(10)
            .withThreads(1);

    /** One step an epoch: nothing comes after the step that spoils the parameters. */
    private static TrainingConfig oneStep(DType dtype) {
        return CONFIG.withBatchSize(50).withEpochs(1).withLearningRate(dtype == DType.F32 ? 1e38 : 1e308);
    }

    private static Dataset scaled(double factor) {
        double[][] samples = LayerNetworks.samples(50, 3);
        double[][] targets = Networks.normals(50, 3, 4);
        for (int r = 0; r < samples.length; r++) {
            samples[r] = Arrays.stream(samples[r]).map(x -> factor * x).toArray();
            targets[r] = Arrays.stream(targets[r]).map(y -> factor * y).toArray();
        }
        return Dataset.of(samples, targets);
    }

    @TempDir
    Path folder;

    private static Network network(DType dtype) {
        return Network.create(SPEC, dtype, Backend.JAVA, Initializer.he(), 1);
    }

    private static List<double[][]> parameters(Network network) {
        return network.parameters().stream()
                .map(parameter -> network.get(parameter).toArray())
                .toList();
    }

    private static void requireSame(List<double[][]> expected, Network network) {
        List<double[][]> found = parameters(network);
        for (int p = 0; p < expected.size(); p++) {
            for (int r = 0; r < expected.get(p).length; r++) {
                assertArrayEquals(
                        expected.get(p)[r],
                        found.get(p)[r],
                        network.parameters().get(p).name());
            }
        }
    }

    /** Keeps what the network has after each epoch. */
    private static final class Snapshots implements TrainingListener {
        final List<List<double[][]>> all = new ArrayList<>();
        final List<EpochMetrics> epochs = new ArrayList<>();
        private final Network network;

        Snapshots(Network network) {
            this.network = network;
            all.add(parameters(network));
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            all.add(parameters(network));
            epochs.add(metrics);
        }
    }

    private static DivergedException diverges(
            Network network, TrainingConfig config, Dataset data, FitOptions options) {
        try (Trainer trainer = new Trainer(network, config)) {
            return assertThrows(DivergedException.class, () -> trainer.fit(data, options));
        }
    }

    @ParameterizedTest
    @EnumSource
    void inTheLastStep(DType dtype) {
        for (FitOptions options : List.of(
                FitOptions.none(),
                FitOptions.none().withValidation(DATA),
                FitOptions.none()
                        .withCheckpoints(
                                new Checkpoints(folder.resolve("c"), new Interval.Steps(1), 1, OnFailure.STOP)))) {
            try (Network network = network(dtype)) {
                List<double[][]> initial = parameters(network);
                String message = String.valueOf(
                        diverges(network, oneStep(dtype), STEEP, options).getMessage());
                assertTrue(
                        message.matches("(layers|optimizer)\\S+: element \\d+ is \\S+ in epoch 1, step 1, at a learning"
                                + " rate of .*: training has diverged; try a smaller learning rate.*"),
                        message);
                requireSame(initial, network);
            }
        }
        assertEquals(List.of(), CheckpointFile.list(folder.resolve("c")));
    }

    /** Makes a parameter infinite after a step, as a step can. */
    private static TrainingListener spoilsAfter(long spoilt, Network network) {
        return new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                if (step == spoilt) {
                    network.get("layers.0.weight").set(4, 5, Double.POSITIVE_INFINITY);
                }
            }
        };
    }

    /** In the middle of the third epoch, where the loss shows it, and in its last step. */
    @ParameterizedTest
    @CsvSource({"12, F32", "12, F64", "15, F32", "15, F64"})
    void inALaterEpochItHasTheParametersOfTheOneBefore(long step, DType dtype) {
        try (Network network = network(dtype)) {
            Snapshots snapshots = new Snapshots(network);
            DivergedException e = diverges(
                    network,
                    CONFIG.withEpochs(9),
                    DATA,
                    FitOptions.none().withListener(snapshots).withListener(spoilsAfter(step, network)));
            assertTrue(String.valueOf(e.getMessage()).contains("in epoch 3, step "), e::getMessage);
            assertEquals(3, snapshots.all.size());
            requireSame(snapshots.all.getLast(), network);
        }
    }

    @Test
    void withEarlyStoppingItHasTheBestParameters() {
        // No gain is large enough: the first epoch stays the best.
        EarlyStopping rule = new EarlyStopping(Monitor.validationLoss(), 9, 0, 1e9, true);
        try (Network network = network(DType.F64)) {
            Snapshots snapshots = new Snapshots(network);
            diverges(
                    network,
                    CONFIG.withEpochs(9),
                    DATA,
                    FitOptions.none()
                            .withValidation(LayerNetworks.data(31, 5))
                            .withEarlyStopping(rule)
                            .withListener(snapshots)
                            .withListener(spoilsAfter(20, network)));
            assertEquals(4, snapshots.all.size());
            requireSame(snapshots.all.get(1), network);
        }
    }

    /** What a checkpoint holds is all that a resumed training knows. */
    @Test
    void afterResumingItHasTheParametersOfTheCheckpoint() {
        FitOptions options = FitOptions.none().withCheckpoints(Checkpoints.in(folder, new Interval.Steps(1000)));
        try (Network network = network(DType.F64);
                Trainer trainer = new Trainer(network, CONFIG.withEpochs(2))) {
            trainer.fit(DATA, options);
            List<double[][]> saved = parameters(network);
            try (Network other = Network.create(SPEC, DType.F64, Backend.JAVA, Initializer.he(), 2)) {
                FitOptions resumed = options.withListener(spoilsAfter(13, other))
                        .resumedFrom(CheckpointFile.latest(folder).orElseThrow());
                diverges(other, CONFIG.withEpochs(4), DATA, resumed);
                requireSame(saved, other);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenItIsAskedToStop(DType dtype) {
        try (Network network = network(dtype);
                Trainer trainer = new Trainer(network, oneStep(dtype).withBatchSize(10))) {
            List<double[][]> initial = parameters(network);
            FitOptions options = FitOptions.none()
                    .withCheckpoints(Checkpoints.in(folder.resolve("c"), new Interval.Epochs(1)))
                    .withListener(new TrainingListener() {
                        @Override
                        public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                            trainer.requestStop();
                        }
                    });
            assertThrows(DivergedException.class, () -> trainer.fit(STEEP, options));
            requireSame(initial, network);
            assertEquals(List.of(), CheckpointFile.list(folder.resolve("c")));
        }
    }

    @Test
    void lbfgs() {
        TrainingConfig config = CONFIG.withOptimizer(Optimizer.lbfgs()).withBatchSize(50);
        NetworkSpec spec = NetworkSpec.inputs(6).output(3, Loss.meanSquaredError());
        try (Network network = Network.create(spec, DType.F64, Backend.JAVA, Initializer.he(), 1)) {
            network.fillBiases(1e200);
            List<double[][]> initial = parameters(network);
            diverges(network, config, DATA, FitOptions.none());
            requireSame(initial, network);
        }
    }

    /** The square of the gradient is out of float32's range, and the parameter would never move again. */
    @Test
    void whatTheOptimiserRemembers() {
        NetworkSpec spec = NetworkSpec.inputs(6).output(3, Loss.meanSquaredError());
        TrainingConfig config =
                CONFIG.withOptimizer(Optimizer.adam()).withLearningRate(1e-3).withEpochs(1);
        try (Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 1)) {
            network.fillBiases(1e18);
            DivergedException e = diverges(network, config, STEEP, FitOptions.none());
            assertTrue(String.valueOf(e.getMessage()).startsWith("optimizer.1.layers.0."), e::getMessage);
        }
    }

    /** The parameters are finite, but no product of them is: with a validation set and without. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itsPredictions(boolean isValidated) {
        NetworkSpec spec = NetworkSpec.inputs(6)
                .dense(5, Activation.identity())
                .dense(4, Activation.identity(), 0.1)
                .output(2, Loss.softmaxCrossEntropy());
        Dataset data = Networks.batch(50, 6, 2, Loss.softmaxCrossEntropy(), 3);
        try (Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 1)) {
            List<double[][]> initial = parameters(network);
            FitOptions options = isValidated ? FitOptions.none().withValidation(data) : FitOptions.none();
            DivergedException e = diverges(network, oneStep(DType.F32), data, options);
            assertTrue(String.valueOf(e.getMessage()).startsWith("the loss is "), e::getMessage);
            requireSame(initial, network);
        }
    }
}
