package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of samples and classes, with every loss: 2 counts as twice, 0 as not there, 1 as none. */
class WeightsTest {
    private static final int ROWS = 37;

    static Stream<Arguments> cases() {
        return Arithmetic.all()
                .flatMap(arithmetic -> Networks.losses().stream().map(loss -> Arguments.of(arithmetic, loss)));
    }

    /** Loss and gradients of a batch, in sums over its rows. */
    private static double[] sums(Network network, Dataset batch) {
        List<Double> sums = new ArrayList<>();
        try (Backpropagation backpropagation = new Backpropagation(network, batch, 0)) {
            sums.add(batch.size() * backpropagation.run());
            for (int l = 0; l < network.spec().layers(); l++) {
                for (double[][] gradient : List.of(
                        backpropagation.weightGradient(l).toArray(),
                        backpropagation.biasGradient(l).toArray())) {
                    for (double[] row : gradient) {
                        for (double value : row) {
                            sums.add(batch.size() * value);
                        }
                    }
                }
            }
        }
        try (Evaluator evaluator = new Evaluator(network, 1)) {
            sums.add(batch.size() * evaluator.evaluate(batch).loss());
        }
        return sums.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void countAsRows(Arithmetic arithmetic, Loss loss) {
        NetworkSpec spec = Networks.spec(5, new int[] {13}, List.of(Activation.tanh()), 0, 3, loss);
        Dataset data = Networks.batch(ROWS, 5, 3, loss, 3);
        double[] weights =
                IntStream.range(0, ROWS).mapToDouble(row -> (row + 1) % 3).toArray();
        int[] repeated = IntStream.range(0, ROWS)
                .flatMap(row -> IntStream.generate(() -> row).limit((row + 1) % 3))
                .toArray();
        double tolerance = 50 * arithmetic.tolerance();
        try (Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 1)) {
            assertArrayEquals(
                    sums(network, data.subset(repeated)), sums(network, data.withSampleWeights(weights)), tolerance);
            double[] ones = new double[ROWS];
            Arrays.fill(ones, 1);
            assertArrayEquals(sums(network, data), sums(network, data.withSampleWeights(ones)), tolerance);
        }
    }

    @Test
    void multiplyAndStayWithTheirRows() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}, {3}, {4}}, new int[] {0, 1, 1, 0});
        assertFalse(data.isWeighted());
        Dataset weighted = data.withSampleWeights(1, 2, 3, 4).withClassWeights(10, 100);
        assertTrue(weighted.isWeighted());
        double[] expected = {10, 200, 300, 40};
        for (int row = 0; row < 4; row++) {
            assertEquals(1, data.weight(row));
            assertEquals(expected[row], weighted.weight(row));
        }
        Dataset part = weighted.subset(new int[] {3, 1});
        assertEquals(40, part.weight(part.row(0)));
        assertEquals(200, part.weight(part.row(1)));
        Dataset half = part.withSampleWeights(0.5, 1);
        assertEquals(20, half.weight(half.row(0)));
        Dataset.Split split = weighted.split(0.5, 1);
        assertTrue(split.training().isWeighted() && split.validation().isWeighted());
    }

    /** 6 samples of 3 classes, one of which none has: n / (K count) with K = 2. */
    @Test
    void balanced() {
        Dataset data = Dataset.of(new double[6][1], new int[] {0, 0, 0, 0, 2, 2});
        assertArrayEquals(new double[] {0.75, 1, 1.5}, data.balancedClassWeights());
        assertArrayEquals(
                new double[] {1.5, 1, 0.75}, data.subset(new int[] {0, 4, 5}).balancedClassWeights());
    }

    private static void refused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void badWeights() {
        Dataset data = Dataset.of(new double[3][1], new int[] {0, 1, 1});
        refused("there are 3 samples but 2 weights", () -> data.withSampleWeights(1, 2));
        refused(
                "sample 1: the weight must be a finite number and not negative, found -1.0",
                () -> data.withSampleWeights(1, -1, 1));
        refused(
                "class 0: the weight must be a finite number and not negative, found NaN",
                () -> data.withClassWeights(Double.NaN, 1));
        refused("there are 2 classes but 3 weights", () -> data.withClassWeights(1, 2, 3));
        refused("the weights of all 3 samples are 0", () -> data.withSampleWeights(0, 0, 0));
        refused(
                "the weights of all 1 samples are 0",
                () -> data.subset(new int[] {0}).withClassWeights(0, 1));
        refused(
                "row 1 is in the set twice, with weights 1.0 and 2.0",
                () -> data.subset(new int[] {1, 1}).withSampleWeights(1, 2));
        Dataset real = Dataset.of(new double[2][1], new double[2][1]);
        refused("class weights need class labels, found real targets", () -> real.withClassWeights(1));
        refused("class weights need class labels, found real targets", real::balancedClassWeights);
    }
}
