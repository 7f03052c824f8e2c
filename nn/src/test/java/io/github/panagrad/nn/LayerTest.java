package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a layer can do against an oracle: forwards, gradients, in use, and saved. */
class LayerTest {
    private static final int ROWS = 67;
    private static final double L1 = 0.3;
    private static final double L2 = 0.7;
    private static final List<Regularizer> PENALTIES = List.of(new Regularizer.L1(L1), new Regularizer.L2(L2));

    @TempDir
    Path folder;

    static Stream<Arguments> networks() {
        return LayerNetworks.all().keySet().stream()
                .flatMap(name -> Stream.of(Backend.values()).map(backend -> Arguments.of(name, backend)));
    }

    private static NetworkSpec spec(String name) {
        return Objects.requireNonNull(LayerNetworks.all().get(name));
    }

    private static @Nullable DropoutMask[] masks(NetworkSpec spec, Backpropagation batch) {
        @Nullable DropoutMask[] masks = new @Nullable DropoutMask[spec.layers() + 1];
        for (int l = 0; l < spec.layers(); l++) {
            masks[l] = spec.dropout(l) > 0 ? batch.mask(l) : null;
        }
        masks[spec.layers()] = spec.inputDropout() > 0 ? batch.inputMask() : null;
        return masks;
    }

    /** The loss as a function of the parameters, worked out by the oracle. */
    private static double loss(OracleNetwork oracle, Network network, double[][] x, double[][] y) {
        double[][] z = oracle.logits(x);
        double loss = 0;
        for (int r = 0; r < z.length; r++) {
            for (int c = 0; c < z[r].length; c++) {
                double error = z[r][c] - y[r * y.length / z.length][c];
                loss += error * error / (z.length * z[r].length);
            }
        }
        for (Parameter parameter : network.parameters()) {
            if (parameter.isDecayed()) {
                for (double[] row : network.get(parameter).toArray()) {
                    for (double w : row) {
                        loss += (L1 * Math.abs(w) + L2 / 2 * w * w) / y.length;
                    }
                }
            }
        }
        return loss;
    }

    private static List<IntFunction<StepPlan>> plans(NetworkSpec spec) {
        return List.of(
                rows -> StepPlan.forThreads(spec.architecture(), rows, 1),
                rows -> StepPlan.forThreads(spec.architecture(), rows, 2),
                rows -> StepPlan.forThreads(spec.architecture(), rows, 3),
                rows -> StepPlan.fixed(spec.architecture(), rows));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void lossAndGradientsAreThoseOfTheOracle(String name, Backend backend) {
        NetworkSpec spec = spec(name);
        double[][] x = LayerNetworks.samples(ROWS, 3);
        double[][] y = Networks.normals(ROWS, 3, 4);
        try (Network network = Networks.random(spec, DType.F64, backend, 5)) {
            // The slopes take long, and the masks are the same in every plan: they are compared with the first plan's
            // gradients, and the other plans' gradients with these.
            Map<Parameter, double[][]> first = new LinkedHashMap<>();
            for (IntFunction<StepPlan> plan : plans(spec)) {
                try (Backpropagation batch =
                        new Backpropagation(network, Dataset.of(x, y), Penalty.of(PENALTIES), 2, plan)) {
                    OracleNetwork oracle = new OracleNetwork(network, masks(spec, batch), true);
                    double expected = loss(oracle, network, x, y);
                    assertEquals(expected, batch.loss(), 1e-12 * expected);
                    assertEquals(expected, batch.run(), 1e-12 * expected);
                    for (Parameter parameter : network.parameters()) {
                        if (!parameter.isTrained()) {
                            continue;
                        }
                        double[][] gradient = batch.gradient(parameter).toArray();
                        double[][] known = first.putIfAbsent(parameter, gradient);
                        if (known == null) {
                            check(parameter, gradient, oracle, network, x, y);
                        } else {
                            assertClose(known, gradient, parameter.name());
                        }
                    }
                }
            }
        }
    }

    private static void assertClose(double[][] expected, double[][] found, String message) {
        for (int r = 0; r < expected.length; r++) {
            for (int c = 0; c < expected[r].length; c++) {
                double bound = 1e-12 * (1 + Math.abs(expected[r][c]));
                assertEquals(expected[r][c], found[r][c], bound, message + " at " + r + "," + c);
            }
        }
    }

    private static void check(
            Parameter parameter,
            double[][] gradient,
            OracleNetwork oracle,
            Network network,
            double[][] x,
            double[][] y) {
        Tensor values = network.get(parameter);
        double step = 1e-4;
        int kinks = 0;
        int checked = 0;
        int skipped = Math.max(1, values.size() / 12);
        for (int i = 0; i < values.size(); i += skipped) {
            int r = i / values.columns();
            int c = i % values.columns();
            double value = values.get(r, c);
            double numerical = slope(step, value, v -> {
                values.set(r, c, v);
                return loss(oracle, network, x, y);
            });
            double closer = slope(step / 3, value, v -> {
                values.set(r, c, v);
                return loss(oracle, network, x, y);
            });
            values.set(r, c, value);
            if (Math.abs(numerical - closer) > 1e-8) {
                // Between the points lies a kink of an activation.
                kinks++;
                continue;
            }
            assertEquals(numerical, gradient[r][c], 2e-9, parameter.name() + " at " + r + "," + c);
            checked++;
        }
        assertTrue(kinks <= checked, kinks + " kinks near " + parameter.name());
    }

    /** The derivative from five points, so that the third derivative of the loss does not show. */
    private static double slope(double step, double at, DoubleUnaryOperator loss) {
        double[] losses = new double[5];
        for (int k = 0; k < 5; k++) {
            losses[k] = loss.applyAsDouble(at + (k - 2) * step);
        }
        return (losses[0] - 8 * losses[1] + 8 * losses[3] - losses[4]) / (12 * step);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theGradientCheckAgrees(String name, Backend backend) {
        try (Network network = Networks.random(spec(name), DType.F64, backend, 6)) {
            GradientCheck.run(network, LayerNetworks.data(11, 7), PENALTIES).assertBelow(GradientCheck.TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void inUseTheRunningStatisticsCount(String name, Backend backend) throws IOException {
        NetworkSpec spec = spec(name);
        double[][] x = LayerNetworks.samples(ROWS, 8);
        for (DType dtype : DType.values()) {
            double allowed = dtype == DType.F64 ? 1e-12 : 2e-5;
            try (Network network = Networks.random(spec, dtype, backend, 9);
                    Evaluator evaluator = new Evaluator(network, 2)) {
                double[][] expected =
                        new OracleNetwork(network, new @Nullable DropoutMask[spec.layers() + 1], false).means(x);
                double[][] found = evaluator.predict(LayerNetworks.data(ROWS, 8));
                Path file = folder.resolve("m.safetensors");
                ModelFile.save(file, network, Map.of());
                assertEquals(spec, ModelFile.inspect(file).spec());
                try (Predictor predictor = Predictor.load(file, backend)) {
                    double[][] served = predictor.predict(x);
                    for (int r = 0; r < ROWS; r++) {
                        double[] single = predictor.predict(x[r]);
                        for (int c = 0; c < 3; c++) {
                            double bound = allowed * (1 + Math.abs(expected[r][c]));
                            assertEquals(expected[r][c], found[r][c], bound, name + " row " + r);
                            assertEquals(expected[r][c], served[r][c], bound, name + " row " + r);
                            assertEquals(expected[r][c], single[c], bound, name + " row " + r);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void trainingLearns(String name, Backend backend) {
        NetworkSpec spec = spec(name);
        Dataset data = LayerNetworks.data(200, 10);
        TrainingConfig config = TrainingConfig.defaults()
                .withBatchSize(67)
                .withEpochs(60)
                .withLearningRate(0.01)
                .withThreads(2);
        try (Network network = Network.create(spec, DType.F32, backend, Initializer.glorot(), 11);
                Network before = Network.create(spec, DType.F32, backend, Initializer.glorot(), 11);
                Trainer trainer = new Trainer(network, config)) {
            History history = trainer.fit(data);
            double first = history.epochs().getFirst().trainLoss();
            assertTrue(history.last().trainLoss() < 0.97 * first, name + " " + first + " " + history.last());
            for (Parameter parameter : network.parameters()) {
                assertNotEquals(
                        before.get(parameter).get(0, 0), network.get(parameter).get(0, 0), parameter.name() + " moved");
            }
        }
    }
}
