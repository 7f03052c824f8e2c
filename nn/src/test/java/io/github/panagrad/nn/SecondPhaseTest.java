package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One step of plain gradient descent with every regulariser and limit, against the same worked out by hand. */
class SecondPhaseTest {
    private static final int ROWS = 67;
    private static final double RATE = 0.5;

    private static final NetworkSpec SPEC = NetworkSpec.inputs(9)
            .dense(new Dense(70, Activation.tanh(), 0, Normalization.batchNorm(), 0))
            .dense(33, Activation.sigmoid())
            .output(3, Loss.meanSquaredError());

    static final List<List<Regularizer>> REGULARIZERS = List.of(
            List.of(),
            List.of(new Regularizer.L1(3)),
            List.of(new Regularizer.L2(5)),
            List.of(new Regularizer.ElasticNet(4, 0.25)),
            List.of(new Regularizer.WeightDecay(0.3)),
            List.of(new Regularizer.MaxNorm(0.9)),
            List.of(
                    new Regularizer.L1(3),
                    new Regularizer.L2(5),
                    new Regularizer.WeightDecay(0.3),
                    new Regularizer.MaxNorm(0.9)));

    static final List<GradientClipping> LIMITS = List.of(
            GradientClipping.none(),
            new GradientClipping.ByValue(0.01),
            new GradientClipping.ByNorm(0.05),
            new GradientClipping.ByNorm(1e6),
            new GradientClipping.ByGlobalNorm(0.1),
            new GradientClipping.ByGlobalNorm(1e6));

    static Stream<Arguments> cases() {
        return Arithmetic.all()
                .flatMap(arithmetic -> REGULARIZERS.stream()
                        .flatMap(some -> LIMITS.stream().map(limit -> Arguments.of(arithmetic, some, limit))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aStepIsAsWorkedOut(Arithmetic arithmetic, List<Regularizer> regularizers, GradientClipping limit) {
        Dataset data = Networks.batch(ROWS, 9, 3, Loss.meanSquaredError(), 3);
        TrainingConfig config = TrainingConfig.defaults()
                .withOptimizer(Optimizer.sgd())
                .withLearningRate(RATE)
                .withRegularizers(regularizers.toArray(Regularizer[]::new))
                .withClipping(limit)
                .withBatchSize(ROWS)
                .withShuffle(Shuffle.none())
                .withEpochs(1)
                .withThreads(2);
        try (Network network = Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), 4);
                Network before = Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), 4);
                Backpropagation plain = new Backpropagation(before, data, List.of());
                Trainer trainer = new Trainer(network, config)) {
            double loss = plain.run();
            Map<Parameter, double[][]> expected = expected(before, plain, regularizers, limit);
            History history = trainer.fit(data);
            double allowed = arithmetic.dtype() == DType.F64 ? 1e-12 : 2e-5;
            expected.forEach((parameter, values) -> assertClose(parameter, values, network, allowed));
            double whole = loss + penalty(before, regularizers);
            assertEquals(whole, history.last().trainLoss(), (allowed + 1e-15) * whole);
        }
    }

    private static void assertClose(Parameter parameter, double[][] values, Network network, double allowed) {
        double[][] found = network.get(parameter).toArray();
        for (int r = 0; r < values.length; r++) {
            for (int c = 0; c < values[r].length; c++) {
                assertEquals(values[r][c], found[r][c], allowed, parameter.name() + " at " + r + "," + c);
            }
        }
    }

    private static boolean isWeight(Parameter parameter) {
        return parameter.name().endsWith(".weight");
    }

    private static double penalty(Network network, List<Regularizer> regularizers) {
        double sum = 0;
        for (Parameter parameter : network.parameters()) {
            for (double[] row : network.get(parameter).toArray()) {
                for (double w : isWeight(parameter) ? row : new double[0]) {
                    for (Regularizer regularizer : regularizers) {
                        sum += switch (regularizer) {
                            case Regularizer.L1 one -> one.lambda() / ROWS * Math.abs(w);
                            case Regularizer.L2 two -> two.lambda() / (2 * ROWS) * w * w;
                            case Regularizer.ElasticNet net ->
                                net.lambda() / ROWS * (net.ratio() * Math.abs(w) + (1 - net.ratio()) / 2 * w * w);
                            case Regularizer.WeightDecay _, Regularizer.MaxNorm _ -> 0;
                        };
                    }
                }
            }
        }
        return sum;
    }

    private static Map<Parameter, double[][]> expected(
            Network network, Backpropagation plain, List<Regularizer> regularizers, GradientClipping limit) {
        Map<Parameter, double[][]> gradients = new HashMap<>();
        Map<Parameter, double[][]> values = new HashMap<>();
        double total = 0;
        for (Parameter parameter : network.parameters()) {
            if (!parameter.isTrained()) {
                continue;
            }
            double[][] theta = network.get(parameter).toArray();
            double[][] g = plain.gradient(parameter).toArray();
            for (int r = 0; r < g.length; r++) {
                for (int c = 0; c < g[r].length; c++) {
                    for (Regularizer regularizer : isWeight(parameter) ? regularizers : List.<Regularizer>of()) {
                        g[r][c] += switch (regularizer) {
                            case Regularizer.L1 one -> one.lambda() / ROWS * Math.signum(theta[r][c]);
                            case Regularizer.L2 two -> two.lambda() / ROWS * theta[r][c];
                            case Regularizer.ElasticNet net ->
                                net.lambda()
                                        / ROWS
                                        * (net.ratio() * Math.signum(theta[r][c]) + (1 - net.ratio()) * theta[r][c]);
                            case Regularizer.WeightDecay _, Regularizer.MaxNorm _ -> 0;
                        };
                    }
                }
            }
            gradients.put(parameter, g);
            values.put(parameter, theta);
            total += squares(g);
        }
        double all = total;
        gradients.forEach((parameter, g) -> {
            double own = squares(g);
            double[][] theta = Objects.requireNonNull(values.get(parameter));
            for (int r = 0; r < g.length; r++) {
                for (int c = 0; c < g[r].length; c++) {
                    double limited = switch (limit) {
                        case GradientClipping.None _ -> g[r][c];
                        case GradientClipping.ByValue by -> Math.clamp(g[r][c], -by.limit(), by.limit());
                        case GradientClipping.ByNorm by -> g[r][c] * Math.min(1, by.limit() / Math.sqrt(own));
                        case GradientClipping.ByGlobalNorm by -> g[r][c] * Math.min(1, by.limit() / Math.sqrt(all));
                    };
                    double kept = theta[r][c];
                    for (Regularizer regularizer : isWeight(parameter) ? regularizers : List.<Regularizer>of()) {
                        kept -= regularizer instanceof Regularizer.WeightDecay decay
                                ? RATE * decay.lambda() * theta[r][c]
                                : 0;
                    }
                    theta[r][c] = kept - RATE * limited;
                }
                shorten(parameter, theta[r], regularizers);
            }
        });
        return values;
    }

    private static void shorten(Parameter parameter, double[] row, List<Regularizer> regularizers) {
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof Regularizer.MaxNorm norm && isWeight(parameter)) {
                double length = Math.sqrt(squares(new double[][] {row}));
                for (int c = 0; c < row.length; c++) {
                    row[c] *= Math.min(1, norm.limit() / length);
                }
            }
        }
    }

    private static double squares(double[][] g) {
        double sum = 0;
        for (double[] row : g) {
            for (double value : row) {
                sum += value * value;
            }
        }
        return sum;
    }

    /** Running averages go the way of the paper, with the unbiased variance. */
    @Test
    void runningStatisticsFollowTheBatches() {
        NetworkSpec spec = NetworkSpec.inputs(4)
                .dense(new Dense(3, Activation.tanh(), 0, new Normalization.BatchNorm(1e-5, 0.75), 0))
                .output(1, Loss.meanSquaredError());
        Dataset data = Networks.batch(5, 4, 1, Loss.meanSquaredError(), 1);
        TrainingConfig config = TrainingConfig.defaults()
                .withEpochs(1)
                .withThreads(1)
                .withBatchSize(5)
                .withShuffle(Shuffle.none());
        for (Arithmetic arithmetic : Arithmetic.all().toList()) {
            try (Network network = Network.create(spec, arithmetic.dtype(), arithmetic.backend(), Initializer.he(), 3);
                    Trainer trainer = new Trainer(network, config)) {
                double[][] x = Networks.normals(5, 4, 1);
                double[][] w = network.weights(0).toArray();
                trainer.fit(data);
                for (int unit = 0; unit < 3; unit++) {
                    double mean = 0;
                    double squares = 0;
                    for (double[] row : x) {
                        double z = 0;
                        for (int c = 0; c < 4; c++) {
                            z += row[c] * w[unit][c];
                        }
                        mean += z / 5;
                        squares += z * z;
                    }
                    double variance = (squares - 5 * mean * mean) / 4;
                    double allowed = arithmetic.dtype() == DType.F64 ? 1e-13 : 1e-5;
                    assertEquals(
                            0.25 * mean, network.get("layers.0.running_mean").get(0, unit), allowed);
                    assertEquals(
                            0.75 + 0.25 * variance,
                            network.get("layers.0.running_variance").get(0, unit),
                            allowed * (1 + variance));
                }
            }
        }
    }
}
