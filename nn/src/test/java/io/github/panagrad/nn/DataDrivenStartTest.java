package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights and biases that follow the training samples, against the weighted sums of the oracle. */
class DataDrivenStartTest {
    private static final int ROWS = 300;

    private static NetworkSpec spec() {
        return NetworkSpec.inputs(LayerNetworks.INPUTS)
                .embedding(1, LayerNetworks.CATEGORIES, 3)
                .embedding(new PeriodicDense(3, 16, 0.1, 4))
                .layer(new InputScale())
                .dense(19, Activation.parametricMish(), 0.3)
                .dense(new Dense(23, Activation.relu(), 0.2))
                .output(3, Loss.meanSquaredError());
    }

    /** Returns the same network up to a layer, whose weighted sums are its outputs. */
    private static double[][] sums(Network network, int layer, double[][] x, boolean hasBiases) {
        NetworkSpec whole = network.spec();
        NetworkSpec part = new NetworkSpec(
                whole.inputs(),
                whole.embeddings(),
                0,
                whole.hidden().subList(0, layer),
                whole.fanOut(layer),
                Loss.meanSquaredError());
        try (Network copy = new Network(part, DType.F64, Backend.JAVA)) {
            for (Parameter parameter : copy.parameters()) {
                copy.get(parameter).copyFrom(network.get(parameter.name()));
            }
            if (!hasBiases) {
                copy.biases(layer).fill(0);
            }
            return new OracleNetwork(copy, new @Nullable DropoutMask[part.layers() + 1], false).logits(x);
        }
    }

    private static double[] column(double[][] x, int column) {
        return Arrays.stream(x).mapToDouble(row -> row[column]).toArray();
    }

    private static double deviation(double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        return Math.sqrt(
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    }

    @ParameterizedTest
    @EnumSource
    void everyUnitHasDeviationOneAndBendsWithinTheData(Backend backend) {
        double[][] x = LayerNetworks.samples(ROWS, 3);
        try (Network network =
                Network.create(spec(), DType.F64, backend, Initializer.dataDriven(), 7, LayerNetworks.data(ROWS, 3))) {
            for (int layer : new int[] {1, 2, 3}) {
                double[][] sums = sums(network, layer, x, false);
                double[][] biased = sums(network, layer, x, true);
                int mixed = 0;
                for (int unit = 0; unit < sums[0].length; unit++) {
                    assertEquals(1, deviation(column(sums, unit)), 1e-9, "layer " + layer);
                    double least = Arrays.stream(column(sums, unit)).min().orElseThrow();
                    double most = Arrays.stream(column(sums, unit)).max().orElseThrow();
                    double bend = -network.biases(layer).get(0, unit);
                    assertTrue(bend >= least - 1e-9 && bend <= most + 1e-9, "layer " + layer);
                    long positive = Arrays.stream(column(biased, unit))
                            .filter(v -> v > 0)
                            .count();
                    mixed += positive > ROWS / 20 && positive < ROWS - ROWS / 20 ? 1 : 0;
                }
                assertTrue(mixed > 0.8 * sums[0].length, "layer " + layer + ": " + mixed);
            }
        }
    }

    /** The bend is a weighted mean of five: its variance is that of the samples times the mean of Σ w², which is 1/3. */
    @Test
    void biasesSpreadAsAnAverageOfFive() {
        NetworkSpec spec = NetworkSpec.inputs(LayerNetworks.INPUTS)
                .dense(4000, Activation.relu())
                .output(1, Loss.meanSquaredError());
        double[][] x = Networks.normals(ROWS, LayerNetworks.INPUTS, 5);
        try (Network network = Network.create(
                spec, DType.F64, Backend.JAVA, Initializer.dataDriven(), 7, Dataset.of(x, new double[ROWS][1]))) {
            double[] biases = network.biases(0).toArray()[0];
            // Weights from Exp(1), divided by their sum, are uniform on the simplex: E Σ w² = 2 / (5 + 1).
            assertEquals(Math.sqrt(1.0 / 3), deviation(biases), 0.03);
        }
    }

    @Test
    void samplesOfNoWeightDoNotCountAndConstantUnitsStay() {
        double[][] x = LayerNetworks.samples(40, 3);
        double[] weights = new double[40];
        Arrays.fill(weights, 0, 20, 1);
        NetworkSpec spec = NetworkSpec.inputs(LayerNetworks.INPUTS)
                .dense(5, Activation.relu())
                .output(1, Loss.meanSquaredError());
        Dataset weighted = Dataset.of(x, new double[40][1]).withSampleWeights(weights);
        Dataset half = Dataset.of(Arrays.copyOf(x, 20), new double[20][1]);
        Dataset constant = Dataset.of(new double[30][LayerNetworks.INPUTS], new double[30][1]);
        try (Network one = Network.create(spec, DType.F64, Backend.JAVA, Initializer.dataDriven(), 7, weighted);
                Network other = Network.create(spec, DType.F64, Backend.JAVA, Initializer.dataDriven(), 7, half);
                Network drawn = Network.create(spec, DType.F64, Backend.JAVA, Initializer.dataDriven(), 7);
                Network same = Network.create(spec, DType.F64, Backend.JAVA, Initializer.dataDriven(), 7, constant)) {
            assertArrayEquals(other.weights(0).toArray(), one.weights(0).toArray());
            assertArrayEquals(other.biases(1).toArray(), one.biases(1).toArray());
            assertArrayEquals(drawn.weights(0).toArray(), same.weights(0).toArray());
        }
    }

    /** Members, normalised layers and skip connections are passed through; others ignore the samples. */
    @Test
    void everyNetworkStarts() {
        Dataset data = LayerNetworks.data(ROWS, 3);
        for (NetworkSpec spec : LayerNetworks.all().values()) {
            try (Network network = Network.create(spec, DType.F32, Backend.NATIVE, Initializer.dataDriven(), 7, data);
                    Evaluator evaluator = new Evaluator(network, 1);
                    Network plain = Network.create(spec, DType.F32, Backend.NATIVE, Initializer.he(), 7, data);
                    Network without = Network.create(spec, DType.F32, Backend.NATIVE, Initializer.he(), 7)) {
                assertTrue(Double.isFinite(evaluator.evaluate(data).loss()), spec.toString());
                for (Parameter parameter : plain.parameters()) {
                    assertArrayEquals(
                            without.get(parameter).toArray(),
                            plain.get(parameter).toArray());
                }
            }
        }
        NetworkSpec narrow = NetworkSpec.inputs(2).output(3, Loss.meanSquaredError());
        assertThrows(
                IllegalArgumentException.class,
                () -> Network.create(narrow, DType.F32, Backend.JAVA, Initializer.dataDriven(), 7, data));
        assertEquals(List.of("data_driven"), List.of(Initializer.dataDriven().name()));
    }
}
