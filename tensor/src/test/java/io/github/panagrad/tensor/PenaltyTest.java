package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Penalties on weights and limits of gradients. */
class PenaltyTest {
    private static final int[] SIZES = {1, 2, 13, 64, 207, 1031, 2100};

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void magnitudesAreSummed(KernelSet set) {
        for (int n : SIZES) {
            Guarded x = Guarded.contiguous(slab, set.dtype(), 1, n).random(n, 2);
            double sum = 0;
            for (double value : x.tensor().toArray()[0]) {
                sum += Math.abs(value);
            }
            double relative = Math.min(n, 512) * set.epsilon();
            Matrices.assertClose(
                    sum, set.kernels().penalties().sumOfMagnitudes(x.tensor()), relative, 0, set.toString(), 0, n);
        }
        assertEquals(0, set.kernels().penalties().sumOfMagnitudes(slab.allocate(set.dtype(), 0, 3)));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void signsAreAdded(KernelSet set) {
        for (int n : SIZES) {
            Guarded theta = Guarded.contiguous(slab, set.dtype(), 1, n).random(1, 1);
            theta.tensor().set(0, n / 2, n % 2 == 0 ? 0.0 : -0.0);
            Guarded gradient = Guarded.contiguous(slab, set.dtype(), 1, n).random(2, 1);
            double[][] expected = gradient.tensor().toArray();
            for (int i = 0; i < n; i++) {
                expected[0][i] += 0.25 * Math.signum(theta.tensor().get(0, i));
            }
            set.kernels().penalties().addSign(0.25, theta.tensor(), gradient.tensor());
            Matrices.assertClose(expected, gradient.tensor(), set.epsilon(), set.epsilon(), set + " " + n);
            gradient.assertIntact("addSign");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void elementsAreScaledAndClipped(KernelSet set) {
        for (int n : SIZES) {
            Guarded x = Guarded.contiguous(slab, set.dtype(), 1, n).random(3, 4);
            x.tensor().set(0, n - 1, Double.NaN);
            double[][] expected = x.tensor().toArray();
            for (int i = 0; i < n; i++) {
                expected[0][i] = set.rounded(Math.clamp(expected[0][i], -1.5, 1.5)) * 0.5;
            }
            set.kernels().penalties().clip(1.5, x.tensor());
            set.kernels().penalties().scale(0.5, x.tensor());
            for (int i = 0; i < n; i++) {
                assertEquals(expected[0][i], x.tensor().get(0, i), set + " " + n + " at " + i);
            }
            x.assertIntact("clip");
        }
        Refusal.of(() -> set.kernels().penalties().clip(0, slab.allocate(set.dtype(), 1, 1)));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void longRowsAreShortened(KernelSet set) {
        for (int columns : SIZES) {
            Guarded x = Guarded.strided(slab, set.dtype(), 5, columns).random(4, 1);
            double[][] before = x.tensor().toArray();
            double limit = Math.sqrt(columns / 3.0);
            set.kernels().penalties().limitRowNorms(limit, x.tensor());
            for (int r = 0; r < 5; r++) {
                double norm = 0;
                for (double value : before[r]) {
                    norm += value * value;
                }
                double factor = Math.min(1, limit / Math.sqrt(norm));
                for (int c = 0; c < columns; c++) {
                    Matrices.assertClose(
                            factor * before[r][c],
                            x.tensor().get(r, c),
                            (4 + Math.min(columns, 300)) * set.epsilon(),
                            0,
                            set.toString(),
                            r,
                            c);
                }
            }
            x.assertIntact("limitRowNorms");
        }
    }
}
