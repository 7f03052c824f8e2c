package io.github.panagrad.nn;

import static io.github.panagrad.nn.golden.Closeness.assertClose;

import io.github.panagrad.nn.golden.GoldenNetwork;
import io.github.panagrad.nn.golden.GoldenSchedules;
import io.github.panagrad.nn.optim.Adam;
import io.github.panagrad.nn.optim.Momentum;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.RmsProp;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.nn.optim.Sgd;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The figures of an independent numpy computation, met by every backend and element type. */
class GoldenTest {
    static Stream<Arguments> cases() {
        return GoldenNetwork.all()
                .flatMap(golden -> Arithmetic.all().map(arithmetic -> Arguments.of(golden, arithmetic)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossAndGradients(GoldenNetwork golden, Arithmetic arithmetic) {
        try (Network network = Networks.golden(golden, arithmetic, 0);
                Backpropagation batch = new Backpropagation(network, Networks.batch(golden), 0)) {
            assertClose("loss", golden.loss(), batch.run(), arithmetic.tolerance());
            assertGradients(golden.gradients(), batch, network, arithmetic);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outputs(GoldenNetwork golden, Arithmetic arithmetic) {
        try (Network network = Networks.golden(golden, arithmetic, 0);
                Evaluator evaluator = new Evaluator(network, 1)) {
            double[][] output = evaluator.predict(Networks.batch(golden));
            assertClose("output", golden.output(), output, arithmetic.tolerance());
        }
    }

    /** A network cut off behind a layer has that layer's pre-activations as its logits. */
    @ParameterizedTest
    @MethodSource("cases")
    void preActivations(GoldenNetwork golden, Arithmetic arithmetic) {
        for (int last = 0; last < golden.preActivations().length; last++) {
            GoldenNetwork.Parameters parameters = golden.parameters();
            int width = golden.dims()[last + 1];
            NetworkSpec.Builder builder = NetworkSpec.inputs(golden.dims()[0]);
            for (int l = 0; l < last; l++) {
                builder.dense(golden.dims()[l + 1], Activation.choices().parse(golden.hidden()));
            }
            NetworkSpec cut = builder.output(width, Loss.meanSquaredError());
            try (Network network = new Network(cut, arithmetic.dtype(), arithmetic.backend());
                    Evaluator evaluator = new Evaluator(network, 1)) {
                Networks.set(
                        network,
                        Arrays.copyOf(parameters.weights(), last + 1),
                        Arrays.copyOf(parameters.biases(), last + 1));
                double[][] z = evaluator.predict(Networks.batch(golden));
                assertClose("Z" + (last + 1), golden.preActivations()[last], z, arithmetic.tolerance());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void l2(GoldenNetwork golden, Arithmetic arithmetic) {
        GoldenNetwork.L2 expected = golden.l2();
        try (Network network = Networks.golden(golden, arithmetic, 0);
                Backpropagation batch = new Backpropagation(network, Networks.batch(golden), expected.lambda())) {
            assertClose("loss", expected.loss(), batch.run(), arithmetic.tolerance());
            assertGradients(expected.gradients(), batch, network, arithmetic);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void dropout(GoldenNetwork golden, Arithmetic arithmetic) {
        GoldenNetwork.Dropout expected = golden.dropout();
        try (Network network = Networks.golden(golden, arithmetic, expected.p());
                Backpropagation batch = new Backpropagation(network, Networks.batch(golden), 0)) {
            for (int l = 0; l < expected.kept().length; l++) {
                DropoutMask mask = batch.mask(l);
                for (int r = 0; r < mask.rows(); r++) {
                    for (int c = 0; c < mask.columns(); c++) {
                        mask.set(r, c, expected.kept()[l][r][c]);
                    }
                }
            }
            assertClose("loss", expected.loss(), batch.run(), arithmetic.tolerance());
            assertGradients(expected.gradients(), batch, network, arithmetic);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trajectories(GoldenNetwork golden, Arithmetic arithmetic) {
        for (GoldenNetwork.Trajectory expected : golden.trajectories()) {
            TrainingConfig config = TrainingConfig.defaults()
                    .withOptimizer(optimizer(expected))
                    .withLearningRate(expected.hyperParameter("lr"))
                    .withBatchSize(golden.x().length)
                    .withEpochs(expected.steps())
                    .withShuffle(Shuffle.none());
            List<Double> losses = new ArrayList<>();
            TrainingListener listener = new TrainingListener() {
                @Override
                public void onEpoch(EpochMetrics metrics) {
                    losses.add(metrics.trainLoss());
                }
            };
            try (Network network = Networks.golden(golden, arithmetic, 0);
                    Trainer trainer = new Trainer(network, config)) {
                trainer.fit(Networks.batch(golden), null, listener);
                double[] actual =
                        losses.stream().mapToDouble(Double::doubleValue).toArray();
                assertClose(expected.optimizer() + " losses", expected.losses(), actual, arithmetic.tolerance());
                assertClose(
                        expected.optimizer(),
                        expected.after(),
                        Networks.weights(network),
                        Networks.biases(network),
                        arithmetic.tolerance());
            }
        }
    }

    private static Optimizer optimizer(GoldenNetwork.Trajectory trajectory) {
        return switch (trajectory.optimizer()) {
            case "sgd" -> new Sgd();
            case "momentum" -> new Momentum(trajectory.hyperParameter("beta"));
            case "rmsprop" -> new RmsProp(trajectory.hyperParameter("beta"), trajectory.hyperParameter("eps"));
            case "adam" ->
                new Adam(
                        trajectory.hyperParameter("b1"),
                        trajectory.hyperParameter("b2"),
                        trajectory.hyperParameter("eps"));
            default -> throw new AssertionError("a golden optimiser without a test: " + trajectory.optimizer());
        };
    }

    private static void assertGradients(
            GoldenNetwork.Parameters expected, Backpropagation batch, Network network, Arithmetic arithmetic) {
        int layers = network.spec().layers();
        double[][][] weights = new double[layers][][];
        double[][] biases = new double[layers][];
        for (int l = 0; l < layers; l++) {
            weights[l] = batch.weightGradient(l).toArray();
            biases[l] = batch.biasGradient(l).toArray()[0];
        }
        assertClose("gradients", expected, weights, biases, arithmetic.tolerance());
    }

    @Test
    void schedules() {
        GoldenSchedules golden = GoldenSchedules.read();
        Schedule step = new Schedule.Step(
                golden.step().lr0(), golden.step().gamma(), golden.step().every());
        Schedule exponential = new Schedule.Exponential(
                golden.exponential().lr0(), golden.exponential().rate());
        Schedule cosine = new Schedule.Cosine(
                golden.cosine().max(), golden.cosine().min(), golden.cosine().period());
        for (int i = 0; i < golden.epochs().length; i++) {
            int epoch = golden.epochs()[i];
            assertClose("step " + epoch, golden.step().values()[i], step.at(epoch), 1e-12);
            assertClose("exponential " + epoch, golden.exponential().values()[i], exponential.at(epoch), 1e-12);
            assertClose("cosine " + epoch, golden.cosine().values()[i], cosine.at(epoch), 1e-12);
        }
    }
}
