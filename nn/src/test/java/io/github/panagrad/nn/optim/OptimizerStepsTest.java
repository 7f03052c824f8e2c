package io.github.panagrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Arithmetic;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps of every optimiser, as it comes, against its paper's equations in double, one parameter at a time. */
public class OptimizerStepsTest {
    private static final int STEPS = 10;
    private static final int[] SIZES = {1, 13, 207};
    private static final double[][] PENALTIES = {{0, 1}, {0.01, 1}, {0, 0.99}, {0.02, 0.98}};

    /** Makes step {@code t} with parameter {@code x[0]} and states {@code x[1]} onwards. */
    private interface Paper {
        void step(double[] x, double g, double rate, int t);
    }

    private static final Map<String, Paper> PAPERS = papers();

    private static Map<String, Paper> papers() {
        Map<String, Paper> papers = new LinkedHashMap<>();
        papers.put("sgd", (x, g, a, _) -> x[0] -= a * g);
        papers.put("momentum", (x, g, a, _) -> {
            x[1] = 0.9 * x[1] + 0.1 * g;
            x[0] -= a * x[1];
        });
        papers.put("classical_momentum", (x, g, a, _) -> {
            x[1] = 0.9 * x[1] + g;
            x[0] -= a * x[1];
        });
        papers.put("nesterov", (x, g, a, _) -> {
            x[1] = 0.9 * x[1] + g;
            x[0] -= a * (g + 0.9 * x[1]);
        });
        papers.put("lion", (x, g, a, _) -> {
            x[0] -= a * Math.signum(0.9 * x[1] + 0.1 * g);
            x[1] = 0.99 * x[1] + 0.01 * g;
        });
        papers.put("rmsprop", (x, g, a, _) -> {
            x[1] = 0.999 * x[1] + 0.001 * g * g;
            x[0] -= a * g / (Math.sqrt(x[1]) + 1e-8);
        });
        papers.put("adagrad", (x, g, a, _) -> {
            x[1] += g * g;
            x[0] -= a * g / (Math.sqrt(x[1]) + 1e-10);
        });
        papers.put("adam", OptimizerStepsTest::adam);
        papers.put("adamw", OptimizerStepsTest::adam);
        papers.put("amsgrad", (x, g, a, t) -> {
            averages(x, g);
            x[3] = Math.max(x[3], x[2]);
            x[0] -= a * x[1] / (1 - Math.pow(0.9, t)) / (Math.sqrt(x[3] / (1 - Math.pow(0.999, t))) + 1e-8);
        });
        papers.put("nadam", (x, g, a, t) -> {
            averages(x, g);
            double product = 1;
            for (int i = 1; i <= t; i++) {
                product *= mu(i);
            }
            double m = mu(t + 1) * x[1] / (1 - product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product);
            x[0] -= a * m / (Math.sqrt(x[2] / (1 - Math.pow(0.999, t))) + 1e-8);
        });
        return papers;
    }

    private static double mu(int t) {
        return 0.9 * (1 - 0.5 * Math.pow(0.96, t * 0.004));
    }

    private static void averages(double[] x, double g) {
        x[1] = 0.9 * x[1] + 0.1 * g;
        x[2] = 0.999 * x[2] + 0.001 * g * g;
    }

    private static void adam(double[] x, double g, double a, int t) {
        averages(x, g);
        x[0] -= a * x[1] / (1 - Math.pow(0.9, t)) / (Math.sqrt(x[2] / (1 - Math.pow(0.999, t))) + 1e-8);
    }

    /** Returns the names of the optimisers whose equations are written out here. */
    public static Set<String> covered() {
        return PAPERS.keySet();
    }

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    @Test
    void noOptimizerIsLeftOut() {
        assertEquals(new TreeSet<>(Optimizer.firstOrder().names()), new TreeSet<>(PAPERS.keySet()));
        assertTrue(Optimizer.choices().names().containsAll(PAPERS.keySet()));
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void tenSteps(Arithmetic arithmetic) {
        for (FirstOrder optimizer : Optimizer.firstOrder().all()) {
            for (int size : SIZES) {
                for (double[] penalty : PENALTIES) {
                    check(arithmetic, optimizer, size, penalty[0], penalty[1]);
                }
            }
        }
    }

    /** Rates that change, and gradients that change their sign. */
    private static void check(Arithmetic arithmetic, FirstOrder optimizer, int size, double l2, double shrink) {
        Paper paper = PAPERS.getOrDefault(optimizer.name(), (_, _, _, _) -> {});
        RandomKey key = RandomKey.of(7);
        double[][] expected = new double[size][1 + optimizer.states()];
        try (Slab slab = new Slab("test")) {
            DType dtype = arithmetic.dtype();
            Tensor theta = slab.allocate(dtype, 1, size);
            Tensor gradient = slab.allocate(dtype, 1, size);
            Tensor[] state = new Tensor[optimizer.states()];
            for (int s = 0; s < state.length; s++) {
                state[s] = slab.allocate(dtype, 1, size);
            }
            for (int i = 0; i < size; i++) {
                theta.set(0, i, key.normal(i));
                expected[i][0] = theta.get(0, i);
            }
            UpdateRule rule = optimizer.rule(arithmetic.backend().kernels(dtype));
            for (int t = 1; t <= STEPS; t++) {
                double rate = 0.02 / t;
                for (int i = 0; i < size; i++) {
                    // Away from 0: where Lion's average is 0 but for rounding, its sign is a matter of luck.
                    double slope = key.normal((long) t * size + i);
                    gradient.set(0, i, slope + Math.signum(slope));
                    double g = gradient.get(0, i) + l2 * expected[i][0];
                    expected[i][0] *= shrink;
                    paper.step(expected[i], g, rate, t);
                }
                rule.begin(t, rate);
                rule.apply(theta, gradient, state, l2, shrink);
            }
            String what = arithmetic + " " + optimizer.name() + " " + size + " l2 " + l2 + " shrink " + shrink;
            for (int i = 0; i < size; i++) {
                assertClose(expected[i][0], theta.get(0, i), arithmetic, what + " parameter " + i);
                for (int s = 0; s < state.length; s++) {
                    assertClose(expected[i][1 + s], state[s].get(0, i), arithmetic, what + " state " + s);
                }
            }
        }
    }

    private static void assertClose(double expected, double actual, Arithmetic arithmetic, String what) {
        assertEquals(expected, actual, arithmetic.tolerance() * (1 + Math.abs(expected)), what);
    }

    /** What a step computes follows from its number, not from which steps came before. */
    @Test
    void stepsCanBeResumedAnywhere() {
        for (FirstOrder optimizer : Optimizer.firstOrder().all()) {
            double[] expected = afterSteps(optimizer, 1, 2, 3, 4, 5);
            assertEquals(expected[0], afterSteps(optimizer, 5)[0], optimizer.name());
            assertEquals(expected[0], afterSteps(optimizer, 9, 1, 5)[0], optimizer.name());
            assertEquals(expected[0], afterSteps(optimizer, 2, 5, 5)[0], optimizer.name());
        }
    }

    /** Begins some steps, applies only the last, and returns the parameter. */
    private static double[] afterSteps(FirstOrder optimizer, int... steps) {
        try (Slab slab = new Slab("test")) {
            Tensor theta = slab.allocate(DType.F64, 1, 1);
            Tensor gradient = slab.allocate(DType.F64, 1, 1);
            gradient.fill(0.3);
            Tensor[] state = new Tensor[optimizer.states()];
            for (int s = 0; s < state.length; s++) {
                state[s] = slab.allocate(DType.F64, 1, 1);
                state[s].fill(0.1);
            }
            UpdateRule rule = optimizer.rule(Backend.JAVA.kernels(DType.F64));
            for (int step : steps) {
                rule.begin(step, 0.1);
            }
            rule.apply(theta, gradient, state, 0, 1);
            return new double[] {theta.get(0, 0)};
        }
    }

    @Test
    void decayIsTheOptimizersOwn() {
        for (FirstOrder optimizer : Optimizer.firstOrder().all()) {
            UpdateRule rule = optimizer.rule(Backend.JAVA.kernels(DType.F64));
            assertEquals(optimizer.weightDecay(), rule.weightDecay(), optimizer.name());
            assertEquals(optimizer.name().equals("adamw") ? 0.01 : 0, optimizer.weightDecay(), optimizer.name());
        }
    }
}
