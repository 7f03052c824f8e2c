package io.github.panagrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.nn.Arithmetic;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten steps of every optimiser, with default and other hyper-parameters, compared with the equations of its paper in
 * double, one parameter at a time.
 */
public class OptimizerStepsTest {
    private static final int STEPS = 10;
    private static final int[] SIZES = {1, 13, 207};
    private static final double[][] PENALTIES = {{0, 1}, {0.01, 1}, {0, 0.99}, {0.02, 0.98}};

    /** Makes step {@code t} with parameter {@code x[0]} and states {@code x[1]} onwards. */
    private interface Paper {
        void step(double[] x, double g, double rate, int t);
    }

    /** Every optimiser that has hyper-parameters, with non-default values for all of them. */
    private static final List<FirstOrder> OTHERS = List.of(
            new Momentum(0.7),
            new ClassicalMomentum(0.6),
            new Nesterov(0.8),
            new Lion(0.8, 0.95, 0.1),
            new RmsProp(0.9, 1e-3),
            new Adagrad(1e-2),
            new Adam(0.8, 0.9, 1e-3),
            new AdamW(0.7, 0.95, 1e-2, 0.1),
            new AmsGrad(0.8, 0.9, 1e-3),
            new Nadam(0.8, 0.95, 1e-3, 0.1));

    /** Lists every optimiser: one without equations fails. */
    private static Paper paper(FirstOrder optimizer) {
        return switch (optimizer) {
            case Sgd _ -> (x, g, a, _) -> x[0] -= a * g;
            case Momentum(double beta) ->
                (x, g, a, _) -> {
                    x[1] = beta * x[1] + (1 - beta) * g;
                    x[0] -= a * x[1];
                };
            case ClassicalMomentum(double beta) ->
                (x, g, a, _) -> {
                    x[1] = beta * x[1] + g;
                    x[0] -= a * x[1];
                };
            case Nesterov(double beta) ->
                (x, g, a, _) -> {
                    x[1] = beta * x[1] + g;
                    x[0] -= a * (g + beta * x[1]);
                };
            case Lion(double beta1, double beta2, double _) ->
                (x, g, a, _) -> {
                    x[0] -= a * Math.signum(beta1 * x[1] + (1 - beta1) * g);
                    x[1] = beta2 * x[1] + (1 - beta2) * g;
                };
            case RmsProp(double beta, double epsilon) ->
                (x, g, a, _) -> {
                    x[1] = beta * x[1] + (1 - beta) * g * g;
                    x[0] -= a * g / (Math.sqrt(x[1]) + epsilon);
                };
            case Adagrad(double epsilon) ->
                (x, g, a, _) -> {
                    x[1] += g * g;
                    x[0] -= a * g / (Math.sqrt(x[1]) + epsilon);
                };
            case Adam(double beta1, double beta2, double epsilon) -> adam(beta1, beta2, epsilon);
            case AdamW(double beta1, double beta2, double epsilon, double _) -> adam(beta1, beta2, epsilon);
            case AmsGrad(double beta1, double beta2, double epsilon) ->
                (x, g, a, t) -> {
                    averages(x, g, beta1, beta2);
                    x[3] = Math.max(x[3], x[2]);
                    x[0] -= a
                            * (x[1] / (1 - Math.pow(beta1, t)))
                            / (Math.sqrt(x[3] / (1 - Math.pow(beta2, t))) + epsilon);
                };
            case Nadam(double beta1, double beta2, double epsilon, double decay) ->
                (x, g, a, t) -> {
                    averages(x, g, beta1, beta2);
                    double product = 1;
                    for (int i = 1; i <= t; i++) {
                        product *= mu(i, beta1, decay);
                    }
                    double next = mu(t + 1, beta1, decay);
                    double m = next * x[1] / (1 - product * next) + (1 - mu(t, beta1, decay)) * g / (1 - product);
                    x[0] -= a * m / (Math.sqrt(x[2] / (1 - Math.pow(beta2, t))) + epsilon);
                };
            default -> throw new AssertionError("no equations of " + optimizer);
        };
    }

    private static double mu(int t, double beta1, double decay) {
        return beta1 * (1 - 0.5 * Math.pow(0.96, t * decay));
    }

    private static void averages(double[] x, double g, double beta1, double beta2) {
        x[1] = beta1 * x[1] + (1 - beta1) * g;
        x[2] = beta2 * x[2] + (1 - beta2) * g * g;
    }

    private static Paper adam(double beta1, double beta2, double epsilon) {
        return (x, g, a, t) -> {
            averages(x, g, beta1, beta2);
            x[0] -= a * (x[1] / (1 - Math.pow(beta1, t))) / (Math.sqrt(x[2] / (1 - Math.pow(beta2, t))) + epsilon);
        };
    }

    private static List<FirstOrder> optimizers() {
        return Stream.concat(Optimizer.firstOrder().all().stream(), OTHERS.stream())
                .toList();
    }

    /** Returns whether ten steps are compared, also with other hyper-parameters if it has any. */
    public static boolean covers(FirstOrder optimizer) {
        Class<?> kind = optimizer.getClass();
        return Optimizer.firstOrder().all().stream().anyMatch(kind::isInstance)
                && (kind.getRecordComponents().length == 0 || OTHERS.stream().anyMatch(kind::isInstance));
    }

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void tenSteps(Arithmetic arithmetic) {
        for (FirstOrder optimizer : optimizers()) {
            for (int size : SIZES) {
                for (double[] penalty : PENALTIES) {
                    check(arithmetic, optimizer, size, penalty[0], penalty[1]);
                }
            }
        }
    }

    /** Uses changing learning rates, and gradients that change their sign. */
    private static void check(Arithmetic arithmetic, FirstOrder optimizer, int size, double l2, double shrink) {
        Paper paper = paper(optimizer);
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
            UpdateRule rule = optimizer.rule(arithmetic.backend(), dtype);
            for (int t = 1; t <= STEPS; t++) {
                double rate = 0.02 / t;
                for (int i = 0; i < size; i++) {
                    // Away from 0: if Lion's average is 0 except for rounding errors, its sign is arbitrary.
                    double slope = key.normal((long) t * size + i);
                    gradient.set(0, i, slope + Math.signum(slope));
                    double g = gradient.get(0, i) + l2 * expected[i][0];
                    expected[i][0] *= shrink;
                    paper.step(expected[i], g, rate, t);
                }
                rule.begin(t, rate);
                Decay decay = new Decay();
                decay.l2 = l2;
                decay.shrink = shrink;
                rule.apply(theta, gradient, state, decay);
            }
            String what = arithmetic + " " + optimizer + " " + size + " l2 " + l2 + " shrink " + shrink;
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

    /** The result of a step depends on its number, not on which steps came before. */
    @Test
    void stepsCanBeResumedAnywhere() {
        for (FirstOrder optimizer : Optimizer.firstOrder().all()) {
            double[] expected = afterSteps(optimizer, 1, 2, 3, 4, 5);
            assertEquals(expected[0], afterSteps(optimizer, 5)[0], optimizer.name());
            assertEquals(expected[0], afterSteps(optimizer, 9, 1, 5)[0], optimizer.name());
            assertEquals(expected[0], afterSteps(optimizer, 2, 5, 5)[0], optimizer.name());
        }
    }

    /** Begins several steps, applies only the last, and returns the parameter. */
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
            UpdateRule rule = optimizer.rule(Backend.JAVA, DType.F64);
            for (int step : steps) {
                rule.begin(step, 0.1);
            }
            rule.apply(theta, gradient, state, new Decay());
            return new double[] {theta.get(0, 0)};
        }
    }

    @Test
    void decayIsTheOptimizersOwn() {
        for (FirstOrder optimizer : Optimizer.firstOrder().all()) {
            UpdateRule rule = optimizer.rule(Backend.JAVA, DType.F64);
            assertEquals(optimizer.weightDecay(), rule.weightDecay(), optimizer.name());
            assertEquals(optimizer.name().equals("adamw") ? 0.01 : 0, optimizer.weightDecay(), optimizer.name());
        }
        for (FirstOrder optimizer : List.of(new AdamW(0.7, 0.95, 1e-2, 0.1), new Lion(0.8, 0.95, 0.1))) {
            assertEquals(0.1, optimizer.weightDecay());
            assertEquals(0.1, optimizer.rule(Backend.JAVA, DType.F64).weightDecay());
        }
    }
}
