package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.check.GradientBatch;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.reference.ReferenceActivation;
import io.github.panagrad.nn.reference.ReferenceLoss;
import io.github.panagrad.nn.reference.ReferenceNetwork;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Members with adapters against as many separate networks whose weights are {@code s_i[o] W[o, j] r_i[j]}, computed by the reference
 * network: outputs and gradients of a step.
 */
class AdaptersTest {
    private static final int ROWS = 13;
    private static final int MEMBERS = 3;
    private static final double DROPOUT = 0.25;
    private static final int[] UNITS = {7, 6, 6};

    static Stream<Arguments> cases() {
        return Arithmetic.all()
                .flatMap(arithmetic -> Stream.of(Loss.meanSquaredError(), Loss.softmaxCrossEntropy())
                        .flatMap(
                                loss -> Stream.of(0, DROPOUT).map(dropout -> Arguments.of(arithmetic, loss, dropout))));
    }

    private static NetworkSpec spec(Loss loss, double dropout) {
        NetworkSpec.Builder builder = NetworkSpec.inputs(5).layer(new MemberScale(MEMBERS));
        for (int l = 0; l < UNITS.length; l++) {
            builder.dense(new Dense(UNITS[l], Activation.tanh(), dropout)
                    .withAdapters(l == 0 ? Dense.Adapters.OUTPUT : Dense.Adapters.BOTH));
        }
        return builder.output(3, loss);
    }

    /** The name of the factors r of a dense layer's inputs: those of the first are the layer before. */
    private static String inputFactors(int layer) {
        return layer == 1 ? "layers.0.factor" : "layers." + layer + ".input_factor";
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** A member as a network of its own. */
    private static final class Member {
        final double[][][] shared = new double[UNITS.length + 1][][];
        final double[][] r = new double[UNITS.length + 1][];
        final double[][] s = new double[UNITS.length + 1][];
        final ReferenceNetwork network;

        Member(Network ensemble, int member, ReferenceLoss loss) {
            double[][][] weights = new double[UNITS.length + 1][][];
            double[][] biases = new double[UNITS.length + 1][];
            for (int l = 0; l <= UNITS.length; l++) {
                double[][] all = ensemble.weights(l + 1).toArray();
                if (l < UNITS.length) {
                    shared[l] = all;
                    r[l] = ensemble.get(inputFactors(l + 1)).toArray()[member];
                    s[l] = ensemble.get("layers." + (l + 1) + ".output_factor").toArray()[member];
                } else {
                    // The output layers are members' own.
                    int outputs = all.length / MEMBERS;
                    shared[l] = Arrays.copyOfRange(all, member * outputs, (member + 1) * outputs);
                    r[l] = ones(all[0].length);
                    s[l] = ones(outputs);
                }
                weights[l] = new double[shared[l].length][shared[l][0].length];
                for (int o = 0; o < weights[l].length; o++) {
                    for (int j = 0; j < weights[l][o].length; j++) {
                        weights[l][o][j] = s[l][o] * shared[l][o][j] * r[l][j];
                    }
                }
                biases[l] = ensemble.biases(l + 1).toArray()[member];
            }
            network = new ReferenceNetwork(
                    weights,
                    biases,
                    Collections.nCopies(UNITS.length, ReferenceActivation.of(Activation.tanh())),
                    loss);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void membersAreNetworksOfTheirOwn(Arithmetic arithmetic, Loss loss, double dropout) {
        NetworkSpec spec = spec(loss, dropout);
        GradientBatch batch = GradientBatch.random(spec, ROWS, 5);
        ReferenceLoss reference = loss instanceof Loss.MeanSquaredError
                ? ReferenceLoss.MEAN_SQUARED_ERROR
                : ReferenceLoss.SOFTMAX_CROSS_ENTROPY;
        try (Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 3);
                Backpropagation step = new Backpropagation(network, batch.dataset(), 0)) {
            if (dropout > 0) {
                step.drawMasks(7);
            }
            Totals totals = new Totals(network);
            double[][] logits = new double[ROWS * MEMBERS][];
            for (int i = 0; i < MEMBERS; i++) {
                Member member = new Member(network, i, reference);
                ReferenceNetwork.Dropout masks = masks(step, i, dropout);
                double[][] own = member.network.forward(batch.features(), masks).preActivations()[UNITS.length];
                for (int b = 0; b < ROWS; b++) {
                    logits[b * MEMBERS + i] = own[b];
                }
                totals.add(i, member, member.network.backward(batch.features(), batch.targets(), masks));
            }
            double tolerance = 10 * arithmetic.tolerance();
            assertEquals(totals.loss, step.run(), tolerance);
            near(logits, step.outputs(UNITS.length + 1), tolerance, "outputs");
            for (Parameter parameter : network.parameters()) {
                near(totals.of(parameter), step.gradient(parameter), tolerance, parameter.name());
            }
        }
    }

    private static ReferenceNetwork.Dropout masks(Backpropagation step, int member, double dropout) {
        if (dropout == 0) {
            return ReferenceNetwork.Dropout.NONE;
        }
        double[] p = new double[UNITS.length];
        Arrays.fill(p, dropout);
        boolean[][][] kept = new boolean[UNITS.length][][];
        for (int l = 0; l < UNITS.length; l++) {
            boolean[][] all = step.keptUnits(l + 1);
            kept[l] = IntStream.range(0, ROWS)
                    .mapToObj(b -> all[b * MEMBERS + member])
                    .toArray(boolean[][]::new);
        }
        return new ReferenceNetwork.Dropout(p, kept);
    }

    private static void near(double[][] expected, Tensor found, double tolerance, String what) {
        assertEquals(expected.length, found.rows(), what);
        for (int r = 0; r < expected.length; r++) {
            assertArrayEquals(expected[r], found.toArray()[r], tolerance, what + " " + r);
        }
    }

    /** The gradient of the mean of the members' losses, by the chain rule from those of their own weights. */
    private static final class Totals {
        private final Network network;
        private final Map<String, double[][]> sums = new HashMap<>();
        double loss;

        Totals(Network network) {
            this.network = network;
        }

        double[][] of(Parameter parameter) {
            return of(parameter.name());
        }

        private double[][] of(String name) {
            Tensor shape = network.get(name);
            return sums.computeIfAbsent(name, _ -> new double[shape.rows()][shape.columns()]);
        }

        void add(int member, Member own, ReferenceNetwork.Gradients gradients) {
            loss += gradients.loss() / MEMBERS;
            for (int l = 0; l <= UNITS.length; l++) {
                boolean isLast = l == UNITS.length;
                String name = "layers." + (l + 1) + ".";
                double[][] g = gradients.weights()[l];
                double[][] w = own.shared[l];
                for (int o = 0; o < g.length; o++) {
                    of(name + "bias")[member][o] += gradients.biases()[l][o] / MEMBERS;
                    for (int j = 0; j < g[o].length; j++) {
                        double part = g[o][j] / MEMBERS;
                        of(name + "weight")[isLast ? member * g.length + o : o][j] += own.s[l][o] * part * own.r[l][j];
                        if (!isLast) {
                            of(name + "output_factor")[member][o] += w[o][j] * own.r[l][j] * part;
                            of(inputFactors(l + 1))[member][j] += own.s[l][o] * w[o][j] * part;
                        }
                    }
                }
            }
        }
    }

    /** The example of docs/layers.md, on the only row of the only member. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.nn.Arithmetic#all")
    void theExample(Arithmetic arithmetic) {
        NetworkSpec spec = NetworkSpec.inputs(2)
                .dense(new Dense(2, Activation.identity()).withAdapters(Dense.Adapters.BOTH))
                .output(1, Loss.meanSquaredError());
        try (Network network = new Network(spec, arithmetic.dtype(), arithmetic.backend());
                Backpropagation step =
                        new Backpropagation(network, Dataset.of(new double[][] {{2, 1}}, new double[][] {{0}}), 0)) {
            network.weights(0).copyFrom(new double[][] {{1, 2}, {0, 1}});
            network.biases(0).copyFrom(new double[][] {{0.5, 0}});
            network.get("layers.0.input_factor").copyFrom(new double[][] {{1, 0.5}});
            network.get("layers.0.output_factor").copyFrom(new double[][] {{2, -1}});
            step.loss();
            assertArrayEquals(new double[] {6.5, -0.5}, step.outputs(0).toArray()[0]);
        }
    }

    /** Factors start at 1 and all biases alike, so that members differ in the factors of their features and in their output layer. */
    @Test
    void whatMembersStartWith() {
        try (Network network =
                Network.create(spec(Loss.meanSquaredError(), 0), DType.F64, Backend.JAVA, Initializer.he(), 1)) {
            network.fillBiases(0.25);
            for (int l = 1; l <= UNITS.length; l++) {
                for (String label : l == 1 ? List.of("output_factor") : List.of("output_factor", "input_factor")) {
                    for (double[] row : network.get("layers." + l + "." + label).toArray()) {
                        assertArrayEquals(ones(row.length), row);
                    }
                }
                double[][] biases = network.biases(l).toArray();
                assertEquals(MEMBERS, biases.length);
                for (double[] row : biases) {
                    assertArrayEquals(biases[0], row);
                    assertEquals(0.25, row[0]);
                }
            }
        }
    }

    /** The weights and factors decay, the biases do not. */
    @Test
    void biasesDoNotDecay() {
        for (Parameter parameter : Parameter.of(spec(Loss.meanSquaredError(), 0))) {
            assertEquals(!parameter.label().equals("bias"), parameter.isDecayed(), parameter.name());
        }
    }

    @Test
    void otherAdaptersAreRefused() {
        String json = spec(Loss.meanSquaredError(), 0).toJson();
        assertTrue(json.contains("\"adapters\":\"both\""), json);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> NetworkSpec.fromJson(json.replace("\"adapters\":\"both\"", "\"adapters\":\"inputs\"")));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("adapters must be one of none, output, both, found 'inputs'"), message);
    }
}
