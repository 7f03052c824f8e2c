package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.tensor.kernel.LossSum;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Column sums, the sum of squares and the squared error. */
class SumTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1},
            new int[] {1, 13},
            new int[] {13, 1},
            new int[] {3, 17},
            new int[] {64, 64},
            new int[] {3, 63},
            new int[] {17, 130},
            new int[] {5, 127},
            new int[] {207, 3},
            new int[] {2, 1031},
            new int[] {1031, 3});

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void sumsColumns(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (boolean strided : new boolean[] {false, true}) {
                Guarded x = Guarded.of(slab, set.dtype(), shape[0], shape[1], strided)
                        .random(1, 1);
                Guarded sums =
                        Guarded.contiguous(slab, set.dtype(), 1, shape[1]).filled(Double.NaN);
                set.kernels().columnSums(x.tensor(), sums.tensor());
                String what = set + " " + shape[0] + "x" + shape[1];
                for (int c = 0; c < shape[1]; c++) {
                    double sum = 0;
                    for (int r = 0; r < shape[0]; r++) {
                        sum += x.tensor().get(r, c);
                    }
                    Matrices.assertClose(
                            sum, sums.tensor().get(0, c), 0, shape[0] * shape[0] * set.epsilon(), what, 0, c);
                }
                sums.assertIntact(what);
            }
        }
        // No rows: no sum.
        Tensor sums = slab.allocate(set.dtype(), 1, 21);
        sums.fill(5);
        set.kernels().columnSums(slab.allocate(set.dtype(), 0, 21), sums);
        assertArrayEquals(new double[1][21], sums.toArray());
        Refusal.of(() -> set.kernels().columnSums(slab.allocate(set.dtype(), 3, 20), sums));
        Refusal.of(
                () -> set.kernels().columnSums(slab.allocate(set.dtype(), 3, 20), slab.allocate(set.dtype(), 2, 20)));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void sumsSquares(KernelSet set) {
        for (int[] shape : SHAPES) {
            Guarded x =
                    Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]).random(2, 3);
            double sum = 0;
            for (double[] row : x.tensor().toArray()) {
                for (double value : row) {
                    sum += value * value;
                }
            }
            // Blocks of 1024 in the element type, by registers of at least two lanes.
            double relative = Math.min(shape[0] * shape[1], 512) * set.epsilon();
            Matrices.assertClose(
                    sum, set.kernels().sumOfSquares(x.tensor()), relative, 0, set.toString(), shape[0], shape[1]);
        }
        assertEquals(0, set.kernels().sumOfSquares(slab.allocate(set.dtype(), 0, 5)));
        Tensor nan = slab.allocate(set.dtype(), 1, 19);
        nan.set(0, 18, Double.NaN);
        assertEquals(Double.NaN, set.kernels().sumOfSquares(nan));
        Refusal.of(() ->
                set.kernels().sumOfSquares(slab.allocate(set.dtype(), 3, 5).columnRange(1, 4)));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void sumsSquaredErrors(KernelSet set) {
        for (int[] shape : SHAPES) {
            Guarded outputs =
                    Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]).random(3, 2);
            Guarded targets =
                    Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]).random(4, 2);
            Guarded delta = Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]);
            double[][] y = outputs.tensor().toArray();
            double[][] t = targets.tensor().toArray();
            LossSum sum = new LossSum();
            sum.loss = 5;
            sum.correct = 7;
            set.kernels().losses().squaredError(outputs.tensor(), targets.tensor(), 0.3, delta.tensor(), sum);
            double loss = 5;
            for (int r = 0; r < shape[0]; r++) {
                for (int c = 0; c < shape[1]; c++) {
                    double difference = y[r][c] - t[r][c];
                    loss += difference * difference;
                    y[r][c] = 0.3 * difference;
                }
            }
            String what = set + " " + shape[0] + "x" + shape[1];
            Matrices.assertClose(y, delta.tensor(), 4 * set.epsilon(), 0, what);
            double relative = (8 + Math.min(shape[0] * shape[1], 512)) * set.epsilon();
            Matrices.assertClose(loss, sum.loss, relative, 0, what + ", loss", 0, 0);
            assertEquals(7, sum.correct);
            delta.assertIntact(what);
            outputs.assertIntact(what);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void largeErrorsAndNumbersThatAreNoneShow(KernelSet set) {
        for (int place : new int[] {0, 9, 20}) {
            Tensor outputs = slab.allocate(set.dtype(), 3, 7);
            Tensor targets = slab.allocate(set.dtype(), 3, 7);
            Tensor delta = slab.allocate(set.dtype(), 3, 7);
            double[] bad = {1000, Double.NaN, Double.POSITIVE_INFINITY};
            double[] losses = {1e6, Double.NaN, Double.POSITIVE_INFINITY};
            for (int i = 0; i < bad.length; i++) {
                outputs.set(place / 7, place % 7, bad[i]);
                LossSum sum = new LossSum();
                set.kernels().losses().squaredError(outputs, targets, 1, delta, sum);
                assertEquals(losses[i], sum.loss);
                assertEquals(bad[i], delta.get(place / 7, place % 7));
            }
        }
    }
}
