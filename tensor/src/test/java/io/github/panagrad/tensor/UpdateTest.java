package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimiser updates against their formulas, over several steps, so that the state counts. */
class UpdateTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1}, new int[] {1, 13}, new int[] {3, 17}, new int[] {64, 3}, new int[] {1, 207}, new int[] {
                1, 1031
            });

    private static final int STEPS = 3;

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private Guarded random(KernelSet set, int[] shape, long seed, double scale) {
        return Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]).random(seed, scale);
    }

    /** Runs some steps and compares parameters and state with what the formula gives for each element. */
    private void check(KernelSet set, String name, int[] shape, int states, double rate, Step step, Formula formula) {
        Guarded theta = random(set, shape, 1, 1);
        Guarded gradient = random(set, shape, 2, 1);
        Guarded first = random(set, shape, 3, 0);
        Guarded second = random(set, shape, 4, 0);
        double[][] start = theta.tensor().toArray();
        double[][] slopes = gradient.tensor().toArray();
        for (int i = 1; i <= STEPS; i++) {
            step.run(theta.tensor(), gradient.tensor(), first.tensor(), second.tensor(), i);
        }
        String what = set + " " + name + " " + shape[0] + "x" + shape[1];
        double relative = 16 * STEPS * set.epsilon();
        for (int r = 0; r < shape[0]; r++) {
            for (int c = 0; c < shape[1]; c++) {
                double[] x = {start[r][c], 0, 0};
                for (int i = 1; i <= STEPS; i++) {
                    formula.step(x, slopes[r][c], i);
                }
                double allowed = relative * (Math.abs(start[r][c]) + 10 * rate);
                Matrices.assertClose(x[0], theta.tensor().get(r, c), 0, allowed, what, r, c);
                Matrices.assertClose(x[1], first.tensor().get(r, c), relative, relative, what + " state", r, c);
                Matrices.assertClose(x[2], second.tensor().get(r, c), relative, relative, what + " state", r, c);
            }
        }
        theta.assertIntact(what);
        first.assertIntact(what);
        second.assertIntact(what);
        assertArrayEquals(slopes, gradient.tensor().toArray(), what);
        assertEquals(states == 2, second.tensor().get(0, 0) != 0, what);
    }

    private interface Step {
        void run(Tensor theta, Tensor gradient, Tensor first, Tensor second, int step);
    }

    private interface Formula {
        /** Updates the parameter and its two states. */
        void step(double[] x, double gradient, int step);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void momentum(KernelSet set) {
        double rate = set.rounded(0.1);
        double beta = set.rounded(0.9);
        double l2 = set.rounded(0.01);
        for (int[] shape : SHAPES) {
            Step step = (t, g, v, _, _) -> set.kernels().momentum(t, g, v, rate, beta, l2);
            check(set, "momentum", shape, 1, rate, step, (x, gradient, _) -> {
                double g = gradient + l2 * x[0];
                x[1] = beta * x[1] + (1 - beta) * g;
                x[0] -= rate * x[1];
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void rmsProp(KernelSet set) {
        double rate = set.rounded(0.01);
        double beta = set.rounded(0.9);
        double epsilon = set.rounded(1e-3);
        double l2 = set.rounded(0.01);
        for (int[] shape : SHAPES) {
            Step step = (t, g, s, _, _) -> set.kernels().rmsProp(t, g, s, rate, beta, epsilon, l2);
            check(set, "rmsProp", shape, 1, rate, step, (x, gradient, _) -> {
                double g = gradient + l2 * x[0];
                x[1] = beta * x[1] + (1 - beta) * g * g;
                x[0] -= rate * g / (Math.sqrt(x[1]) + epsilon);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void adam(KernelSet set) {
        double alpha = 0.01;
        double beta1 = set.rounded(0.9);
        double beta2 = set.rounded(0.99);
        double epsilon = set.rounded(1e-3);
        double l2 = set.rounded(0.01);
        for (int[] shape : SHAPES) {
            Step step = (t, g, m, v, i) -> set.kernels()
                    .adam(
                            t,
                            g,
                            m,
                            v,
                            alpha / (1 - StrictMath.pow(beta1, i)),
                            1 / (1 - StrictMath.pow(beta2, i)),
                            beta1,
                            beta2,
                            epsilon,
                            l2);
            check(set, "adam", shape, 2, 10 * alpha, step, (x, gradient, i) -> {
                double g = gradient + l2 * x[0];
                x[1] = beta1 * x[1] + (1 - beta1) * g;
                x[2] = beta2 * x[2] + (1 - beta2) * g * g;
                double first = x[1] / (1 - StrictMath.pow(beta1, i));
                double second = x[2] / (1 - StrictMath.pow(beta2, i));
                x[0] -= alpha * first / (Math.sqrt(second) + epsilon);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void aGradientOfZeroMovesNothing(KernelSet set) {
        Tensor zero = slab.allocate(set.dtype(), 1, 19);
        Tensor m = slab.allocate(set.dtype(), 1, 19);
        Tensor v = slab.allocate(set.dtype(), 1, 19);
        Tensor theta = Matrices.random(slab, set.dtype(), 1, 19, 5, 1);
        double[][] before = theta.toArray();
        set.kernels().momentum(theta, zero, m, 0.1, 0.9, 0);
        set.kernels().rmsProp(theta, zero, v, 0.1, 0.9, 1e-8, 0);
        set.kernels().adam(theta, zero, m, v, 0.1, 1, 0.9, 0.999, 1e-8, 0);
        assertArrayEquals(before, theta.toArray());
    }

    /** Arithmetic with subnormal numbers is many times slower: averages that die out must end at 0. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#ofNative")
    void averagesThatDieOutDoNotStaySubnormal(KernelSet set) {
        double smallest = set.dtype() == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        Tensor zero = slab.allocate(set.dtype(), 1, 19);
        Tensor theta = slab.allocate(set.dtype(), 1, 19);
        theta.fill(1);
        Tensor first = slab.allocate(set.dtype(), 1, 19);
        Tensor second = slab.allocate(set.dtype(), 1, 19);
        Tensor third = slab.allocate(set.dtype(), 1, 19);
        for (Tensor state : new Tensor[] {first, second, third}) {
            state.fill(1e6 * smallest);
        }
        for (int i = 0; i < 400; i++) {
            set.kernels().momentum(theta, zero, first, 0.1, 0.9, 0);
            set.kernels().rmsProp(theta, zero, second, 0.1, 0.9, 1e-8, 0);
            set.kernels().adam(theta, zero, first, third, 0.1, 1, 0.9, 0.9, 1e-8, 0);
            for (Tensor state : new Tensor[] {first, second, third}) {
                for (double value : state.toArray()[0]) {
                    assertTrue(value == 0 || value >= smallest, set + " holds " + value);
                }
            }
        }
        assertEquals(0, first.get(0, 18));
        assertEquals(0, second.get(0, 0));
        assertEquals(0, third.get(0, 18));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void shapesThatDoNotFitAreRefusedBeforeAnythingIsWritten(KernelSet set) {
        Kernels kernels = set.kernels();
        Tensor t = slab.allocate(set.dtype(), 3, 4);
        t.fill(7);
        for (Tensor bad : new Tensor[] {
            slab.allocate(set.dtype(), 4, 3),
            slab.allocate(set.dtype(), 3, 5).columnRange(0, 4),
            slab.allocate(set.dtype() == DType.F32 ? DType.F64 : DType.F32, 3, 4)
        }) {
            Refusal.of(() -> kernels.axpy(1, bad, t));
            Refusal.of(() -> kernels.axpy(1, t, bad));
            Refusal.of(() -> kernels.momentum(bad, t, t, 1, 1, 1));
            Refusal.of(() -> kernels.momentum(t, bad, t, 1, 1, 1));
            Refusal.of(() -> kernels.momentum(t, t, bad, 1, 1, 1));
            Refusal.of(() -> kernels.rmsProp(bad, t, t, 1, 1, 1, 1));
            Refusal.of(() -> kernels.rmsProp(t, bad, t, 1, 1, 1, 1));
            Refusal.of(() -> kernels.rmsProp(t, t, bad, 1, 1, 1, 1));
            Refusal.of(() -> kernels.adam(bad, t, t, t, 1, 1, 1, 1, 1, 1));
            Refusal.of(() -> kernels.adam(t, bad, t, t, 1, 1, 1, 1, 1, 1));
            Refusal.of(() -> kernels.adam(t, t, bad, t, 1, 1, 1, 1, 1, 1));
            Refusal.of(() -> kernels.adam(t, t, t, bad, 1, 1, 1, 1, 1, 1));
        }
        for (double[] row : t.toArray()) {
            assertArrayEquals(new double[] {7, 7, 7, 7}, row);
        }
    }
}
