package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Binary cross-entropy on logits. */
class SigmoidCrossEntropyTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1},
            new int[] {3, 1},
            new int[] {13, 1},
            new int[] {17, 3},
            new int[] {3, 17},
            new int[] {2, 207},
            new int[] {1031, 1},
            new int[] {2063, 1},
            new int[] {3, 1031});

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private static double sigmoid(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void addsUpTheLossAndWritesTheGradient(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (double range : new double[] {0.1, 5, 40}) {
                check(set, shape[0], shape[1], range);
            }
        }
    }

    private void check(KernelSet set, int rows, int columns, double range) {
        Guarded logits = Guarded.contiguous(slab, set.dtype(), rows, columns).random(1, range);
        // Soft targets and hard ones.
        Guarded targets = Guarded.contiguous(slab, set.dtype(), rows, columns).random(2, 0.5);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                double t = targets.tensor().get(r, c) + 0.5;
                targets.tensor().set(r, c, (r + c) % 3 == 0 ? t : t > 0.5 ? 1 : 0);
            }
        }
        Guarded delta = Guarded.contiguous(slab, set.dtype(), rows, columns).filled(Double.NaN);
        double[][] z = logits.tensor().toArray();
        double[][] y = targets.tensor().toArray();
        double scale = 1.0 / rows;
        LossSum sum = new LossSum();
        sum.loss = 5;
        sum.correct = 7;

        set.kernels().losses().sigmoidCrossEntropy(logits.tensor(), targets.tensor(), scale, delta.tensor(), sum);

        String what = set + " " + rows + "x" + columns + " within " + range;
        double loss = 5;
        double size = 5;
        int correct = 7;
        for (int r = 0; r < rows; r++) {
            boolean right = true;
            for (int c = 0; c < columns; c++) {
                loss += y[r][c] * softplus(-z[r][c]) + (1 - y[r][c]) * softplus(z[r][c]);
                size += 1 + Math.abs(z[r][c]);
                right &= (z[r][c] > 0) == (y[r][c] > 0.5);
                double wanted = (sigmoid(z[r][c]) - y[r][c]) * scale;
                double allowed = 8 * set.epsilon() * scale;
                Matrices.assertClose(wanted, delta.tensor().get(r, c), 0, allowed, what, r, c);
            }
            correct += right ? 1 : 0;
        }
        Matrices.assertClose(loss, sum.loss, 0, 80 * set.epsilon() * size, what + ", loss", 0, 0);
        assertEquals(correct, sum.correct, what);
        delta.assertIntact(what);
        logits.assertIntact(what);
        assertArrayEquals(z, logits.tensor().toArray(), what);
        assertArrayEquals(y, targets.tensor().toArray(), what);
    }

    /** Returns the loss of one logit, in a place where a register or what is behind it computes it. */
    private double loss(KernelSet set, double z, double y, double gradient, boolean right, int place) {
        Tensor logits = slab.allocate(set.dtype(), 21, 1);
        Tensor targets = slab.allocate(set.dtype(), 21, 1);
        Tensor delta = slab.allocate(set.dtype(), 21, 1);
        for (int r = 0; r < 21; r++) {
            // Loss 0 and right.
            logits.set(r, 0, -5000);
        }
        logits.set(place, 0, z);
        targets.set(place, 0, y);
        LossSum sum = new LossSum();
        set.kernels().losses().sigmoidCrossEntropy(logits, targets, 2, delta, sum);
        Matrices.assertClose(2 * gradient, delta.get(place, 0), 4 * set.epsilon(), 0, set + " gradient at " + z, 0, 0);
        assertEquals(right ? 21 : 20, sum.correct, set + " at " + z);
        return sum.loss;
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void largeLogitsStayFinite(KernelSet set) {
        for (int place : new int[] {0, 9, 20}) {
            assertEquals(0, loss(set, 1000, 1, 0, true, place));
            assertEquals(1000, loss(set, 1000, 0, 1, false, place));
            assertEquals(0, loss(set, -1000, 0, 0, true, place));
            assertEquals(1000, loss(set, -1000, 1, -1, false, place));
            assertEquals(250, loss(set, 1000, 0.75, 0.25, true, place));
            // One half is on the side of 0.
            assertEquals(500, loss(set, 1000, 0.5, 0.5, false, place));
            assertEquals(500, loss(set, -1000, 0.5, -0.5, true, place));
            double half = StrictMath.log(2);
            for (double zero : new double[] {0, -0.0}) {
                assertEquals(half, loss(set, zero, 0, 0.5, true, place), 4 * set.epsilon());
                assertEquals(half, loss(set, zero, 1, -0.5, false, place), 4 * set.epsilon());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void whatIsNoNumberShowsInTheLoss(KernelSet set) {
        for (int place : new int[] {0, 9, 20}) {
            assertEquals(Double.NaN, loss(set, Double.NaN, 1, Double.NaN, false, place));
            for (double infinity : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                double sigmoid = infinity > 0 ? 1 : 0;
                assertFalse(Double.isFinite(loss(set, infinity, 0.25, sigmoid - 0.25, infinity < 0, place)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void shapesThatDoNotFitAreRefusedBeforeAnythingIsWritten(KernelSet set) {
        Kernels kernels = set.kernels();
        Tensor good = slab.allocate(set.dtype(), 3, 4);
        Tensor delta = slab.allocate(set.dtype(), 3, 4);
        delta.fill(7);
        LossSum sum = new LossSum();
        for (Tensor bad : new Tensor[] {
            slab.allocate(set.dtype(), 4, 3),
            slab.allocate(set.dtype(), 3, 5).columnRange(0, 4),
            slab.allocate(set.dtype() == DType.F32 ? DType.F64 : DType.F32, 3, 4)
        }) {
            Refusal.of(() -> kernels.losses().sigmoidCrossEntropy(bad, good, 1, delta, sum));
            Refusal.of(() -> kernels.losses().sigmoidCrossEntropy(good, bad, 1, delta, sum));
            Refusal.of(() -> kernels.losses().sigmoidCrossEntropy(good, good, 1, bad, sum));
            Refusal.of(() -> kernels.losses().squaredError(bad, good, 1, delta, sum));
            Refusal.of(() -> kernels.losses().squaredError(good, bad, 1, delta, sum));
            Refusal.of(() -> kernels.losses().squaredError(good, good, 1, bad, sum));
        }
        assertEquals(7, delta.get(0, 0));
        assertEquals(7, delta.get(2, 3));
        assertEquals(0, sum.loss);
        assertEquals(0, sum.correct);
    }
}
