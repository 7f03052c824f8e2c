package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How weights start: moments, right angles, limits, and the same numbers from the same key. */
class InitializerTest {
    private static final int FAN_OUT = 173;
    private static final int FAN_IN = 401;

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    static List<Initializer> all() {
        return Initializer.choices().all();
    }

    private double[][] filled(Initializer initializer, DType dtype, int rows, int columns, long seed) {
        Tensor weights = slab.allocate(dtype, rows, columns);
        initializer.fill(weights, RandomKey.of(seed));
        return weights.toArray();
    }

    /** Written out for each kind, so that a new one does not compile until its moments are known. */
    static double variance(Initializer initializer) {
        return switch (initializer) {
            case Initializer.Normal(double deviation) -> deviation * deviation;
            // The variance of a standard normal number within ±2.
            case Initializer.TruncatedNormal(double deviation) -> 0.773741 * deviation * deviation;
            case Initializer.He _ -> 2.0 / FAN_IN;
            case Initializer.Glorot _ -> 2.0 / (FAN_IN + FAN_OUT);
            case Initializer.LeCun _, Initializer.DataDriven _ -> 1.0 / FAN_IN;
            case Initializer.Orthogonal _ -> 1.0 / FAN_IN;
        };
    }

    /** How large the numbers may be, in deviations; 0 for any. */
    private static double limit(Initializer initializer) {
        return switch (initializer) {
            case Initializer.He(boolean isNormal) -> isNormal ? 0 : Math.sqrt(3);
            case Initializer.Glorot(boolean isNormal) -> isNormal ? 0 : Math.sqrt(3);
            case Initializer.LeCun(boolean isNormal) -> isNormal ? 0 : Math.sqrt(3);
            case Initializer.TruncatedNormal _ -> 2 / Math.sqrt(0.773741);
            case Initializer.Normal _, Initializer.Orthogonal _, Initializer.DataDriven _ -> 0;
        };
    }

    @ParameterizedTest
    @MethodSource("all")
    void moments(Initializer initializer) {
        double[] w = Arrays.stream(filled(initializer, DType.F64, FAN_OUT, FAN_IN, 7))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        double variance = variance(initializer);
        double mean = Arrays.stream(w).average().orElseThrow();
        double second = Arrays.stream(w).map(x -> x * x).average().orElseThrow();
        double fourth = Arrays.stream(w).map(x -> x * x * x * x).average().orElseThrow() / (second * second);
        // 69373 numbers: five times the errors of mean and variance.
        assertEquals(0, mean, 5 * Math.sqrt(variance / w.length));
        assertEquals(1, second / variance, 5 * Math.sqrt(2.0 / w.length));
        double limit = limit(initializer);
        double largest = Arrays.stream(w).map(Math::abs).max().orElseThrow() / Math.sqrt(variance);
        if (limit == 0) {
            assertEquals(3, fourth, 0.1);
            assertTrue(largest > 3.5, () -> initializer + ": " + largest);
        } else {
            assertEquals(initializer instanceof Initializer.TruncatedNormal ? 2.36 : 1.8, fourth, 0.05);
            assertTrue(largest <= limit * (1 + 1e-6) && largest > 0.99 * limit, () -> initializer + ": " + largest);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theKeyDecides(Initializer initializer) {
        for (int[] shape : new int[][] {{1, 1}, {3, 13}, {13, 3}}) {
            double[][] first = filled(initializer, DType.F64, shape[0], shape[1], 1);
            assertArrayEquals(first, filled(initializer, DType.F64, shape[0], shape[1], 1));
            if (shape[0] > 1) {
                assertFalse(Arrays.deepEquals(first, filled(initializer, DType.F64, shape[0], shape[1], 2)));
            }
            double[][] narrow = filled(initializer, DType.F32, shape[0], shape[1], 1);
            for (int r = 0; r < shape[0]; r++) {
                for (int c = 0; c < shape[1]; c++) {
                    assertEquals((float) first[r][c], narrow[r][c]);
                }
            }
        }
    }

    @Test
    void rowsOrColumnsAreOrthonormal() {
        for (int[] shape : new int[][] {{1, 1}, {1, 7}, {7, 1}, {13, 13}, {64, 64}, {207, 31}, {31, 207}, {5, 6}}) {
            for (double gain : new double[] {1, 1.5}) {
                double[][] w = filled(new Initializer.Orthogonal(gain), DType.F64, shape[0], shape[1], 5);
                double[][] vectors = shape[0] <= shape[1] ? w : transposed(w);
                for (int i = 0; i < vectors.length; i++) {
                    for (int j = 0; j <= i; j++) {
                        double dot = 0;
                        for (int k = 0; k < vectors[i].length; k++) {
                            dot += vectors[i][k] * vectors[j][k];
                        }
                        assertEquals(i == j ? gain * gain : 0, dot, 1e-12, shape[0] + "x" + shape[1]);
                    }
                }
            }
        }
    }

    /** A matrix drawn uniformly has no preferred sign; without care the diagonal of Q would. */
    @Test
    void signsAreEven() {
        int positive = 0;
        for (int seed = 0; seed < 400; seed++) {
            positive += filled(Initializer.orthogonal(), DType.F64, 2, 2, seed)[1][1] > 0 ? 1 : 0;
        }
        assertEquals(200, positive, 50);
    }

    private static double[][] transposed(double[][] w) {
        double[][] t = new double[w[0].length][w.length];
        for (int r = 0; r < w.length; r++) {
            for (int c = 0; c < w[0].length; c++) {
                t[c][r] = w[r][c];
            }
        }
        return t;
    }

    @Test
    void textForms() {
        for (Initializer initializer : all()) {
            assertEquals(
                    initializer,
                    Initializer.choices().parse(Initializer.choices().format(initializer)));
        }
        assertEquals(new Initializer.Orthogonal(2), Initializer.choices().parse("orthogonal:gain=2"));
        assertEquals(Initializer.truncatedNormal(0.1), Initializer.choices().parse("truncated_normal:0.1"));
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Initializer.Orthogonal(bad));
            assertThrows(IllegalArgumentException.class, () -> new Initializer.TruncatedNormal(bad));
            assertThrows(IllegalArgumentException.class, () -> new Initializer.Normal(bad));
        }
    }

    @Test
    void biasesStartAtZeroOrAConstant() {
        NetworkSpec spec = NetworkSpec.inputs(3).output(5, Loss.meanSquaredError());
        Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.leCun(), 1);
        try (network) {
            assertArrayEquals(new double[1][5], network.biases(0).toArray());
            network.fillBiases(0.25);
            assertArrayEquals(
                    new double[][] {{0.25, 0.25, 0.25, 0.25, 0.25}},
                    network.biases(0).toArray());
            for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e300}) {
                assertThrows(IllegalArgumentException.class, () -> network.fillBiases(bad));
            }
        }
        assertThrows(IllegalStateException.class, () -> network.fillBiases(0));
    }
}
