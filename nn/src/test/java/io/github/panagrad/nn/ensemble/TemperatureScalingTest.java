package io.github.panagrad.nn.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Temperatures against powers of the probabilities, worked out from predictions alone. */
class TemperatureScalingTest {
    private static final int ROWS = 531;
    private static final int INPUTS = 4;

    static Stream<Arguments> networks() {
        List<Arguments> all = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            for (DType dtype : DType.values()) {
                for (int members : new int[] {1, 3}) {
                    for (int networks : new int[] {1, 2}) {
                        all.add(Arguments.of(1, Loss.binaryCrossEntropy(), members, networks, dtype, backend));
                        all.add(Arguments.of(3, new Loss.SoftmaxCrossEntropy(0.3), members, networks, dtype, backend));
                    }
                }
            }
        }
        return all.stream();
    }

    private static NetworkSpec spec(int outputs, Loss loss, int members) {
        List<Layer> layers = new ArrayList<>();
        if (members > 1) {
            layers.add(new MemberScale(members));
        }
        layers.add(new Dense(11, Activation.tanh()));
        return new NetworkSpec(INPUTS, List.of(), 0, layers, outputs, loss);
    }

    /** Networks whose logits are some times as large as those that the labels were drawn from. */
    private static Ensemble ensemble(NetworkSpec spec, int networks, DType dtype, Backend backend, double size) {
        List<Network> all = new ArrayList<>();
        for (int n = 0; n < networks; n++) {
            Network network = Network.create(spec, dtype, backend, Initializer.normal(0.9), 5 + n);
            multiply(network, size);
            all.add(network);
        }
        return new Ensemble(all);
    }

    private static void multiply(Network network, double factor) {
        for (Parameter parameter : network.parameters()) {
            if (parameter.index() == network.spec().layers() - 1) {
                Tensor tensor = network.get(parameter);
                for (int r = 0; r < tensor.rows(); r++) {
                    for (int c = 0; c < tensor.columns(); c++) {
                        tensor.set(r, c, tensor.get(r, c) * factor);
                    }
                }
            }
        }
    }

    private static double[][] predict(Ensemble ensemble, Dataset data) {
        try (Evaluator evaluator = new Evaluator(ensemble, 1)) {
            return evaluator.predict(data);
        }
    }

    private static Dataset drawn(NetworkSpec spec, int networks, Random random) {
        double[][] x = new double[ROWS][INPUTS];
        for (double[] row : x) {
            for (int c = 0; c < INPUTS; c++) {
                row[c] = random.nextGaussian();
            }
        }
        int[] labels = new int[ROWS];
        try (Ensemble truth = ensemble(spec, networks, DType.F64, Backend.JAVA, 1)) {
            double[][] p = predict(truth, Dataset.of(x, labels));
            for (int r = 0; r < ROWS; r++) {
                double u = random.nextDouble();
                if (p[r].length == 1) {
                    labels[r] = u < p[r][0] ? 1 : 0;
                } else {
                    while (labels[r] < p[r].length - 1 && u > p[r][labels[r]]) {
                        u -= p[r][labels[r]++];
                    }
                }
            }
        }
        return Dataset.of(x, labels);
    }

    private static double logLoss(double[][] p, Dataset data, double temperature) {
        int[] labels = labels(data);
        double sum = 0;
        for (int r = 0; r < p.length; r++) {
            double[] all = p[r].length == 1 ? new double[] {1 - p[r][0], p[r][0]} : p[r];
            double total = 0;
            for (double one : all) {
                total += Math.pow(one, 1 / temperature);
            }
            sum -= Math.log(Math.pow(all[labels[r]], 1 / temperature) / total);
        }
        return sum / p.length;
    }

    private static int[] labels(Dataset data) {
        Targets.Labels labels = (Targets.Labels) data.targets();
        int[] all = new int[data.size()];
        for (int r = 0; r < all.length; r++) {
            all[r] = labels.label(r);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void tooSureBecomesSofter(int outputs, Loss loss, int members, int networks, DType dtype, Backend backend) {
        NetworkSpec spec = spec(outputs, loss, members);
        Dataset data = drawn(spec, networks, new Random(7));
        double found;
        double reached;
        try (Ensemble sure = ensemble(spec, networks, dtype, backend, 2.3)) {
            double[][] before = predict(sure, data);
            found = TemperatureScaling.soften(sure, data, 2);
            double[][] after = predict(sure, data);
            reached = logLoss(after, data, 1);
            assertTrue(reached < logLoss(before, data, 1));
            if (members * networks == 1) {
                double best = 1;
                for (double t = 1; t <= 4; t += 0.001) {
                    best = logLoss(before, data, t) < logLoss(before, data, best) ? t : best;
                }
                assertEquals(best, found, 0.01 * best);
                assertEquals(logLoss(before, data, found), reached, 1e-5);
            }
        }
        // No other temperature is better, wherever the mean is taken.
        for (double t = 1; t <= 4; t += 0.05) {
            try (Ensemble other = ensemble(spec, networks, dtype, backend, 2.3)) {
                double divisor = t;
                other.members().forEach(network -> multiply(network, 1 / divisor));
                assertTrue(reached <= logLoss(predict(other, data), data, 1) + 1e-5, "better at " + t);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void tooCautiousStays(int outputs, Loss loss, int members, int networks, DType dtype, Backend backend) {
        NetworkSpec spec = spec(outputs, loss, members);
        Dataset data = drawn(spec, networks, new Random(8));
        try (Ensemble cautious = ensemble(spec, networks, dtype, backend, 0.4)) {
            double[][] before = predict(cautious, data);
            assertEquals(1, TemperatureScaling.soften(cautious, data, 1));
            double[][] after = predict(cautious, data);
            for (int r = 0; r < before.length; r++) {
                assertArrayEquals(before[r], after[r]);
            }
        }
    }

    @Test
    void sameBitsForEveryNumberOfThreads() {
        NetworkSpec spec = spec(3, Loss.softmaxCrossEntropy(), 3);
        Dataset data = drawn(spec, 1, new Random(9));
        double[] found = new double[3];
        for (int threads = 1; threads <= 3; threads++) {
            try (Ensemble sure = ensemble(spec, 1, DType.F32, Backend.NATIVE, 3)) {
                found[threads - 1] = TemperatureScaling.soften(sure, data, threads);
            }
        }
        assertTrue(found[0] > 1.5);
        assertArrayEquals(new double[] {found[0], found[0], found[0]}, found);
    }

    @Test
    void onlyProbabilities() {
        for (Loss loss : List.of(Loss.meanSquaredError(), Loss.choices().parse("hinge"))) {
            NetworkSpec spec = spec(1, loss, 1);
            assertFalse(TemperatureScaling.appliesTo(spec));
            try (Ensemble values = ensemble(spec, 1, DType.F64, Backend.JAVA, 1)) {
                Dataset data = Dataset.of(new double[2][INPUTS], new double[2][1]);
                IllegalArgumentException e =
                        assertThrows(IllegalArgumentException.class, () -> TemperatureScaling.soften(values, data, 1));
                assertTrue(String.valueOf(e.getMessage()).contains("probabilities"), e.getMessage());
            }
        }
    }
}
