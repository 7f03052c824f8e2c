package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.kernel.UpdateStep;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimiser updates against their formulas, over several steps, so that the state counts. */
class UpdateTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1}, new int[] {1, 13}, new int[] {3, 17}, new int[] {64, 3}, new int[] {1, 207}, new int[] {
                1, 1031
            });

    private static final int STEPS = 3;
    private static final int STATES = 3;

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private interface Step {
        UpdateStep of(int step);
    }

    private interface Formula {
        /** Updates the parameter, {@code x[0]}, which has shrunk, and its states, {@code x[1]} onwards. */
        void step(double[] x, double g, int step);
    }

    /** Runs some steps and compares parameters and state with what the formula gives for each element. */
    private void check(KernelSet set, String name, int states, Step step, Formula formula) {
        for (int[] shape : SHAPES) {
            check(set, name + " " + shape[0] + "x" + shape[1] + " " + set, shape, states, step, formula);
        }
    }

    private void check(KernelSet set, String what, int[] shape, int states, Step step, Formula formula) {
        Guarded theta =
                Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]).random(1, 1);
        Guarded gradient =
                Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]).random(2, 1);
        Guarded[] guarded = new Guarded[STATES];
        Tensor[] state = new Tensor[STATES];
        for (int s = 0; s < STATES; s++) {
            guarded[s] =
                    Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]).filled(0);
            state[s] = guarded[s].tensor();
        }
        double[][] start = theta.tensor().toArray();
        double[][] slopes = gradient.tensor().toArray();
        for (int i = 1; i <= STEPS; i++) {
            set.kernels().update(step.of(i), DECAY, theta.tensor(), gradient.tensor(), state);
        }
        double l2 = set.rounded(L2);
        double shrink = set.rounded(SHRINK);
        double relative = 16 * STEPS * set.epsilon();
        for (int r = 0; r < shape[0]; r++) {
            for (int c = 0; c < shape[1]; c++) {
                double[] x = {start[r][c], 0, 0, 0};
                for (int i = 1; i <= STEPS; i++) {
                    double g = slopes[r][c] + l2 * x[0];
                    x[0] *= shrink;
                    formula.step(x, g, i);
                }
                Matrices.assertClose(x[0], theta.tensor().get(r, c), relative, relative, what, r, c);
                for (int s = 0; s < STATES; s++) {
                    Matrices.assertClose(x[1 + s], state[s].get(r, c), relative, relative, what + " state " + s, r, c);
                }
            }
        }
        theta.assertIntact(what);
        for (int s = 0; s < STATES; s++) {
            guarded[s].assertIntact(what);
            assertEquals(s < states, state[s].get(0, 0) != 0, what);
        }
        assertArrayEquals(slopes, gradient.tensor().toArray(), what);
    }

    private static final double L2 = 0.01;
    private static final double SHRINK = 0.995;
    private static final Decay DECAY = Steps.decay(L2, SHRINK);
    private static final Decay NONE = new Decay();
    private static final double RATE = 0.01;
    private static final double EPSILON = 1e-3;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;

    /** Each test of a kernel is called like it. */
    @Test
    void noUpdateIsLeftOut() {
        assertEquals(
                Set.of(),
                Steps.names().stream()
                        .filter(name -> names(
                                        UpdateTest.class.getDeclaredMethods(),
                                        method -> method.isAnnotationPresent(ParameterizedTest.class))
                                .noneMatch(name::equals))
                        .collect(Collectors.toSet()));
    }

    private static Stream<String> names(Method[] methods, Predicate<Method> wanted) {
        return Arrays.stream(methods).filter(wanted).map(Method::getName);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void sgd(KernelSet set) {
        double rate = set.rounded(RATE);
        check(set, "sgd", 0, _ -> Steps.sgd(RATE), (x, g, _) -> x[0] -= rate * g);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void momentum(KernelSet set) {
        for (double take : new double[] {1 - BETA1, 1}) {
            Step step = _ -> Steps.momentum(RATE, BETA1, take);
            check(set, "momentum", 1, step, (x, g, _) -> {
                x[1] = BETA1 * x[1] + take * g;
                x[0] -= RATE * x[1];
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void nesterov(KernelSet set) {
        Step step = _ -> Steps.nesterov(RATE, BETA1);
        check(set, "nesterov", 1, step, (x, g, _) -> {
            x[1] = BETA1 * x[1] + g;
            x[0] -= RATE * (g + BETA1 * x[1]);
        });
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void lion(KernelSet set) {
        Step step = _ -> Steps.lion(RATE, BETA1, BETA2);
        check(set, "lion", 1, step, (x, g, _) -> {
            x[0] -= RATE * Math.signum(BETA1 * x[1] + (1 - BETA1) * g);
            x[1] = BETA2 * x[1] + (1 - BETA2) * g;
        });
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void rmsProp(KernelSet set) {
        for (double keep : new double[] {BETA2, 1}) {
            double take = keep == 1 ? 1 : 1 - keep;
            Step step = _ -> Steps.rmsProp(RATE, keep, take, EPSILON);
            check(set, "rmsProp", 1, step, (x, g, _) -> {
                x[1] = keep * x[1] + take * g * g;
                x[0] -= RATE * g / (Math.sqrt(x[1]) + EPSILON);
            });
        }
    }

    private static double rate(int step) {
        return RATE / (1 - StrictMath.pow(BETA1, step));
    }

    private static double scale(int step) {
        return 1 / (1 - StrictMath.pow(BETA2, step));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void adam(KernelSet set) {
        Step step = i -> Steps.adam(rate(i), scale(i), BETA1, BETA2, EPSILON);
        check(set, "adam", 2, step, (x, g, i) -> {
            x[1] = BETA1 * x[1] + (1 - BETA1) * g;
            x[2] = BETA2 * x[2] + (1 - BETA2) * g * g;
            x[0] -= rate(i) * x[1] / (Math.sqrt(x[2] * scale(i)) + EPSILON);
        });
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void amsGrad(KernelSet set) {
        Step step = i -> Steps.amsGrad(rate(i), scale(i), BETA1, 0.5, EPSILON);
        check(set, "amsGrad", 3, step, (x, g, i) -> {
            x[1] = BETA1 * x[1] + (1 - BETA1) * g;
            x[2] = 0.5 * x[2] + 0.5 * g * g;
            x[3] = Math.max(x[3], x[2]);
            x[0] -= rate(i) * x[1] / (Math.sqrt(x[3] * scale(i)) + EPSILON);
        });
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void nadam(KernelSet set) {
        Step step = i -> Steps.nadam(0.5 * RATE, rate(i), scale(i), BETA1, BETA2, EPSILON);
        check(set, "nadam", 2, step, (x, g, i) -> {
            x[1] = BETA1 * x[1] + (1 - BETA1) * g;
            x[2] = BETA2 * x[2] + (1 - BETA2) * g * g;
            x[0] -= (0.5 * RATE * g + rate(i) * x[1]) / (Math.sqrt(x[2] * scale(i)) + EPSILON);
        });
    }

    /** The maximum keeps what the average forgets. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void amsGradKeepsTheLargest(KernelSet set) {
        Tensor[] x = tensors(set, 5);
        x[4].fill(0.25);
        set.kernels()
                .update(Steps.amsGrad(0.1, 1, 0.9, 0.999, 1e-8), NONE, x[0], x[1], new Tensor[] {x[2], x[3], x[4]});
        assertEquals(0.25, x[4].get(0, 0));
        assertEquals(0.25, x[4].get(0, 18));
        x[1].fill(1);
        set.kernels().update(Steps.amsGrad(0.1, 1, 0.9, 0.5, 1e-8), NONE, x[0], x[1], new Tensor[] {x[2], x[3], x[4]});
        assertEquals(0.5, x[4].get(0, 0));
        assertEquals(0.5, x[4].get(0, 18));
    }

    private Tensor[] tensors(KernelSet set, int count) {
        Tensor[] tensors = new Tensor[count];
        for (int i = 0; i < count; i++) {
            tensors[i] = slab.allocate(set.dtype(), 1, 19);
        }
        return tensors;
    }

    private static void all(KernelSet set, Tensor theta, Tensor gradient, Tensor[] s) {
        int used = 0;
        for (UpdateStep step : ALL) {
            Tensor[] own = Arrays.copyOfRange(s, used, used + step.states());
            set.kernels().update(step, NONE, theta, gradient, own);
            used += step.states();
        }
        assertEquals(ALL_STATES, used);
    }

    private static final List<UpdateStep> ALL = List.of(
            Steps.sgd(0.1),
            Steps.momentum(0.1, 0.9, 0.1),
            Steps.nesterov(0.1, 0.9),
            Steps.lion(0.1, 0.9, 0.9),
            Steps.rmsProp(0.1, 0.9, 0.1, 1e-8),
            Steps.adam(0.1, 1, 0.9, 0.9, 1e-8),
            Steps.amsGrad(0.1, 1, 0.9, 0.9, 1e-8),
            Steps.nadam(0.1, 0.1, 1, 0.9, 0.9, 1e-8));

    private static final int ALL_STATES = 11;

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void aGradientOfZeroMovesNothing(KernelSet set) {
        Tensor zero = slab.allocate(set.dtype(), 1, 19);
        Tensor theta = Matrices.random(slab, set.dtype(), 1, 19, 5, 1);
        double[][] before = theta.toArray();
        all(set, theta, zero, tensors(set, ALL_STATES));
        assertArrayEquals(before, theta.toArray());
    }

    /** A gradient that is no number must not pass unnoticed, whatever is compared with it. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void notANumberStaysNotANumber(KernelSet set) {
        for (int place : new int[] {0, 18}) {
            Tensor[] x = tensors(set, 5);
            x[1].set(0, place, Double.NaN);
            set.kernels().update(Steps.lion(0.1, 0.9, 0.99), NONE, x[0], x[1], new Tensor[] {x[2]});
            assertTrue(Double.isNaN(x[0].get(0, place)), set + " lion " + place);
            assertEquals(0, x[0].get(0, 9));
            x[0].fill(0);
            set.kernels()
                    .update(Steps.amsGrad(0.1, 1, 0.9, 0.9, 1e-8), NONE, x[0], x[1], new Tensor[] {x[2], x[3], x[4]});
            assertTrue(Double.isNaN(x[0].get(0, place)), set + " amsGrad " + place);
        }
    }

    /** Arithmetic with subnormal numbers is many times slower: averages that die out must end at 0. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#ofNative")
    void averagesThatDieOutDoNotStaySubnormal(KernelSet set) {
        double smallest = set.dtype() == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        Tensor zero = slab.allocate(set.dtype(), 1, 19);
        Tensor theta = slab.allocate(set.dtype(), 1, 19);
        theta.fill(1);
        Tensor[] states = tensors(set, ALL_STATES);
        for (Tensor state : states) {
            state.fill(1e6 * smallest);
        }
        // The largest of AMSGrad does not die out.
        Tensor largest = states[8];
        for (int i = 0; i < 400; i++) {
            all(set, theta, zero, states);
            for (Tensor state : states) {
                for (double value : state.toArray()[0]) {
                    assertTrue(value == 0 || value >= smallest, set + " holds " + value);
                }
            }
        }
        for (Tensor state : states) {
            if (state != largest) {
                assertEquals(0, state.get(0, 0));
                assertEquals(0, state.get(0, 18));
            }
        }
    }

    /** Gradient descent is BLAS's {@code axpy}, but in one pass; builds of OpenBLAS differ in whether they round products. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void sgdIsAxpy(KernelSet set) {
        for (int columns : new int[] {13, 1024}) {
            Tensor theta = Matrices.random(slab, set.dtype(), 1, columns, 1, 1);
            Tensor expected = Matrices.random(slab, set.dtype(), 1, columns, 1, 1);
            Tensor gradient = Matrices.random(slab, set.dtype(), 1, columns, 2, 1);
            set.kernels().update(Steps.sgd(0.3), Steps.decay(0.01, 1), theta, gradient, new Tensor[0]);
            set.kernels().axpy(0.01, expected, gradient);
            set.kernels().axpy(-0.3, gradient, expected);
            double allowed = set.backend() == Backend.JAVA ? 0 : 4 * set.epsilon();
            Matrices.assertClose(expected.toArray(), theta, 0, allowed, set.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void shapesThatDoNotFitAreRefusedBeforeAnythingIsWritten(KernelSet set) {
        Tensor t = slab.allocate(set.dtype(), 3, 4);
        t.fill(7);
        for (Tensor bad : new Tensor[] {
            slab.allocate(set.dtype(), 4, 3),
            slab.allocate(set.dtype(), 3, 5).columnRange(0, 4),
            slab.allocate(set.dtype() == DType.F32 ? DType.F64 : DType.F32, 3, 4)
        }) {
            Refusal.of(() -> set.kernels().axpy(1, bad, t));
            Refusal.of(() -> set.kernels().axpy(1, t, bad));
            for (int place = 0; place < 5; place++) {
                Tensor[] x = {t, t, t, t, t};
                x[place] = bad;
                refused(set, x, place);
            }
        }
        for (double[] row : t.toArray()) {
            assertArrayEquals(new double[] {7, 7, 7, 7}, row);
        }
    }

    private static void refused(KernelSet set, Tensor[] x, int place) {
        Tensor[] state = Arrays.copyOfRange(x, 2, x.length);
        for (UpdateStep step : ALL) {
            if (place < 2 + step.states()) {
                Refusal.of(() -> set.kernels().update(step, NONE, x[0], x[1], state));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void tooFewStatesAreRefused(KernelSet set) {
        Tensor[] x = tensors(set, 3);
        String message = Refusal.of(
                () -> set.kernels().update(Steps.adam(1, 1, 1, 1, 1), NONE, x[0], x[1], new Tensor[] {x[2]}));
        assertEquals("the update has 2 states, found 1", message);
    }
}
