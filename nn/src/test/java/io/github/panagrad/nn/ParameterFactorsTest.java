package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.optim.Adam;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Factors of the learning rate and of weight decay for kinds of parameters. */
class ParameterFactorsTest {
    private static final double RATE = 0.01;
    private static final double DECAY = 0.3;

    private static final ParameterFactors FACTORS = ParameterFactors.none()
            .withRate(ParameterKind.BIAS, 0.1)
            .withRate(ParameterKind.SCALE, 6)
            .withRate(ParameterKind.ACTIVATION, 0.2)
            .withRate(ParameterKind.EMBEDDING, 0.3)
            .withDecay(ParameterKind.BIAS, 2)
            .withDecay(ParameterKind.SCALE, 5)
            .withDecay(ParameterKind.EMBEDDING, 0)
            .withNtk(true);

    static List<String> networks() {
        return List.of("prelu with norms", "parametric", "waves with everything", "members with everything");
    }

    /** The kind of a parameter, by its name alone. */
    private static ParameterKind kind(Parameter parameter) {
        if (parameter.group().equals(Parameter.EMBEDDINGS)) {
            return ParameterKind.EMBEDDING;
        }
        return switch (parameter.label()) {
            case "weight" -> ParameterKind.WEIGHT;
            case "bias" -> ParameterKind.BIAS;
            case "scale", "factor" -> ParameterKind.SCALE;
            case "slope", "share" -> ParameterKind.ACTIVATION;
            default -> throw new IllegalArgumentException(parameter.name());
        };
    }

    private static double decay(Parameter parameter) {
        return switch (kind(parameter)) {
            case WEIGHT -> Math.sqrt(parameter.columns());
            case BIAS -> 2;
            case SCALE -> 5;
            case ACTIVATION, EMBEDDING -> 0;
        };
    }

    private static double rate(Parameter parameter) {
        return switch (kind(parameter)) {
            case WEIGHT -> 1 / Math.sqrt(parameter.columns());
            case BIAS -> 0.1;
            case SCALE -> 6;
            case ACTIVATION -> 0.2;
            case EMBEDDING -> 0.3;
        };
    }

    /** One step of gradient descent, {@code θ (1 − α f d λ) − α f g}, of every parameter. */
    @ParameterizedTest
    @MethodSource("networks")
    void aStepIsAsItsFormula(String name) {
        NetworkSpec spec =
                withoutDropout(Objects.requireNonNull(LayerNetworks.all().get(name)));
        Dataset data = LayerNetworks.data(37, 5);
        for (boolean isClipped : new boolean[] {false, true}) {
            TrainingConfig config = TrainingConfig.defaults()
                    .withOptimizer(Optimizer.sgd())
                    .withLearningRate(RATE)
                    .withRegularizers(new Regularizer.WeightDecay(DECAY), new Regularizer.L2(0.7))
                    .withFactors(FACTORS)
                    .withClipping(isClipped ? new GradientClipping.ByGlobalNorm(1e9) : GradientClipping.none())
                    .withBatchSize(37)
                    .withEpochs(1)
                    .withThreads(2);
            try (Network network = Networks.random(spec, DType.F64, Backend.JAVA, 3);
                    Network before = Networks.random(spec, DType.F64, Backend.JAVA, 3);
                    Backpropagation batch = new Backpropagation(
                            before,
                            data,
                            Penalty.of(List.of(new Regularizer.L2(0.7))),
                            1,
                            rows -> StepPlan.forThreads(spec.architecture(), rows, 1));
                    Trainer trainer = new Trainer(network, config)) {
                batch.run();
                trainer.fit(data);
                for (Parameter parameter : network.parameters()) {
                    if (!parameter.isTrained()) {
                        continue;
                    }
                    double step = RATE * rate(parameter);
                    double shrink = 1 - step * decay(parameter) * DECAY;
                    double[][] expected = before.get(parameter).toArray();
                    double[][] gradient = batch.gradient(parameter).toArray();
                    for (int r = 0; r < expected.length; r++) {
                        for (int c = 0; c < expected[r].length; c++) {
                            // The penalty is part of the gradient that was computed.
                            double wanted = shrink * expected[r][c] - step * gradient[r][c];
                            assertEquals(wanted, network.get(parameter).get(r, c), 1e-12, parameter.name());
                        }
                    }
                }
            }
        }
    }

    private static NetworkSpec withoutDropout(NetworkSpec spec) {
        List<Layer> hidden = spec.hidden().stream()
                .map(layer -> layer instanceof Dense dense ? dense.withDropout(0) : layer)
                .toList();
        return new NetworkSpec(spec.inputs(), spec.embeddings(), 0, hidden, spec.outputs(), spec.loss());
    }

    /** A network in the NTK parametrisation, with Adam, written out: {@code z = (1/√n) x V + b}. */
    private static final class Ntk {
        final double[][][] v;
        final double[][] b;
        private final double[][][] m1;
        private final double[][][] m2;
        private int t;

        Ntk(Network network) {
            v = new double[2][][];
            b = new double[2][];
            m1 = new double[4][][];
            m2 = new double[4][][];
            for (int l = 0; l < 2; l++) {
                v[l] = network.weights(l).toArray();
                b[l] = network.biases(l).toArray()[0];
                for (double[] row : v[l]) {
                    for (int c = 0; c < row.length; c++) {
                        row[c] *= Math.sqrt(row.length);
                    }
                }
                m1[l] = new double[v[l].length][v[l][0].length];
                m2[l] = new double[v[l].length][v[l][0].length];
                m1[2 + l] = new double[1][b[l].length];
                m2[2 + l] = new double[1][b[l].length];
            }
        }

        private double z(int l, double[] x, int unit) {
            double sum = 0;
            for (int k = 0; k < x.length; k++) {
                sum += x[k] * v[l][unit][k];
            }
            return sum / Math.sqrt(x.length) + b[l][unit];
        }

        void step(double[][] x, double[][] y, double rate, double biasFactor, double decay) {
            int hidden = b[0].length;
            int outputs = b[1].length;
            double[][][] gv = {new double[hidden][x[0].length], new double[outputs][hidden]};
            double[][] gb = {new double[hidden], new double[outputs]};
            for (int r = 0; r < x.length; r++) {
                double[] a = new double[hidden];
                for (int u = 0; u < hidden; u++) {
                    a[u] = Math.tanh(z(0, x[r], u));
                }
                double[] back = new double[hidden];
                for (int o = 0; o < outputs; o++) {
                    double delta = 2 * (z(1, a, o) - y[r][o]) / (x.length * outputs);
                    gb[1][o] += delta;
                    for (int u = 0; u < hidden; u++) {
                        gv[1][o][u] += delta * a[u] / Math.sqrt(hidden);
                        back[u] += delta * v[1][o][u] / Math.sqrt(hidden);
                    }
                }
                for (int u = 0; u < hidden; u++) {
                    double delta = back[u] * (1 - a[u] * a[u]);
                    gb[0][u] += delta;
                    for (int k = 0; k < x[r].length; k++) {
                        gv[0][u][k] += delta * x[r][k] / Math.sqrt(x[r].length);
                    }
                }
            }
            t++;
            for (int l = 0; l < 2; l++) {
                for (int u = 0; u < v[l].length; u++) {
                    for (int k = 0; k < v[l][u].length; k++) {
                        v[l][u][k] = v[l][u][k] * (1 - rate * decay) - rate * adam(l, u, k, gv[l][u][k]);
                    }
                    b[l][u] -= biasFactor * rate * adam(2 + l, 0, u, gb[l][u]);
                }
            }
        }

        private double adam(int which, int r, int c, double gradient) {
            m1[which][r][c] = 0.9 * m1[which][r][c] + 0.1 * gradient;
            m2[which][r][c] = 0.95 * m2[which][r][c] + 0.05 * gradient * gradient;
            return m1[which][r][c] / (1 - Math.pow(0.9, t)) / Math.sqrt(m2[which][r][c] / (1 - Math.pow(0.95, t)));
        }
    }

    /** 40 steps of both, from the same functions. */
    @ParameterizedTest
    @EnumSource
    void ntkIsAMatterOfRates(Backend backend) {
        NetworkSpec spec = NetworkSpec.inputs(6).dense(11, Activation.tanh()).output(2, Loss.meanSquaredError());
        double[][] x = Networks.normals(23, 6, 1);
        double[][] y = Networks.normals(23, 2, 2);
        TrainingConfig config = TrainingConfig.defaults()
                .withOptimizer(new Adam(0.9, 0.95, 1e-30))
                .withLearningRate(0.04)
                .withRegularizers(new Regularizer.WeightDecay(0.5))
                .withFactors(ParameterFactors.none().withNtk(true).withRate(ParameterKind.BIAS, 0.1))
                .withBatchSize(23)
                .withEpochs(40);
        try (Network network = Networks.random(spec, DType.F64, backend, 5);
                Trainer trainer = new Trainer(network, config)) {
            Ntk ntk = new Ntk(network);
            for (int step = 0; step < 40; step++) {
                ntk.step(x, y, 0.04, 0.1, 0.5);
            }
            trainer.fit(Dataset.of(x, y));
            for (int l = 0; l < 2; l++) {
                double[][] weights = network.weights(l).toArray();
                for (int u = 0; u < weights.length; u++) {
                    for (int k = 0; k < weights[u].length; k++) {
                        double expected = ntk.v[l][u][k] / Math.sqrt(weights[u].length);
                        assertEquals(expected, weights[u][k], 1e-9, "layer " + l);
                    }
                    assertEquals(ntk.b[l][u], network.biases(l).get(0, u), 1e-9, "layer " + l);
                }
            }
        }
    }

    /** Factors of 1 leave the bits as they are. */
    @Test
    void factorsOfOneChangeNothing() {
        ParameterFactors ones = ParameterFactors.none();
        for (ParameterKind kind : ParameterKind.values()) {
            ones = ones.withRate(kind, 1);
        }
        TrainingConfig config = TrainingConfig.defaults()
                .withRegularizers(new Regularizer.WeightDecay(0.1))
                .withEpochs(3);
        Dataset data = LayerNetworks.data(300, 5);
        NetworkSpec spec = Objects.requireNonNull(LayerNetworks.all().get("parametric"));
        try (Network one = Networks.random(spec, DType.F32, Backend.NATIVE, 3);
                Network other = Networks.random(spec, DType.F32, Backend.NATIVE, 3);
                Trainer plain = new Trainer(one, config);
                Trainer factored = new Trainer(other, config.withFactors(ones))) {
            plain.fit(data);
            factored.fit(data);
            for (Parameter parameter : one.parameters()) {
                assertArrayEquals(
                        one.get(parameter).toArray(), other.get(parameter).toArray(), parameter.name());
            }
        }
    }

    @Test
    void theBitsDoNotDependOnTheThreads() {
        NetworkSpec spec = Objects.requireNonNull(LayerNetworks.all().get("waves with everything"));
        Dataset data = LayerNetworks.data(300, 5);
        TrainingConfig config = TrainingConfig.defaults()
                .withRegularizers(new Regularizer.WeightDecay(0.1))
                .withFactors(FACTORS)
                .withReproducible(true)
                .withEpochs(3);
        try (Network one = Networks.random(spec, DType.F32, Backend.NATIVE, 3);
                Network other = Networks.random(spec, DType.F32, Backend.NATIVE, 3);
                Trainer single = new Trainer(one, config.withThreads(1));
                Trainer several = new Trainer(other, config.withThreads(3))) {
            single.fit(data);
            several.fit(data);
            for (Parameter parameter : one.parameters()) {
                assertArrayEquals(
                        one.get(parameter).toArray(), other.get(parameter).toArray(), parameter.name());
            }
        }
    }

    @Test
    void texts() {
        Map<ParameterKind, Double> factors = ParameterFactors.parse("scale=6, bias=0.1");
        assertEquals(Map.of(ParameterKind.SCALE, 6.0, ParameterKind.BIAS, 0.1), factors);
        assertEquals("bias=0.1,scale=6.0", ParameterFactors.format(factors));
        assertEquals("", ParameterFactors.format(Map.of()));
        refused("biases=1", "unknown kind of parameter 'biases': expected one of weight, bias, scale, activation");
        refused("bias", "expected bias=FACTOR, found 'bias'");
        refused("bias=x", "bias: expected a number, found 'x'");
        refused("bias=1,bias=2", "bias is given twice");
    }

    private static void refused(String text, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ParameterFactors.parse(text));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        ParameterFactors none = ParameterFactors.none();
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> none.withRate(ParameterKind.BIAS, bad));
        }
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> none.withDecay(ParameterKind.BIAS, bad));
        }
        assertTrue(none.isNone());
        assertTrue(!none.withNtk(true).isNone());
        TrainingConfig lbfgs = TrainingConfig.defaults().withOptimizer(new Lbfgs(10, 1e-5, 20));
        assertThrows(IllegalArgumentException.class, () -> lbfgs.withFactors(none.withNtk(true)));
    }
}
