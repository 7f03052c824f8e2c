package io.github.panagrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.engine.LbfgsMinimizer.Objective;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every first-order optimiser finds the minimum of functions with a known minimum, with a decaying learning rate. */
class ConvergenceTest {
    static Stream<FirstOrder> optimizers() {
        return Optimizer.firstOrder().all().stream();
    }

    /** Runs the optimiser with a learning rate that falls almost to 0 along half a cosine. */
    private static double[] minimize(FirstOrder optimizer, Objective f, double[] start, double rate, int steps) {
        double[] x = start.clone();
        double[] slopes = new double[x.length];
        Schedule schedule = new Schedule.Cosine(rate, rate * 1e-6, steps);
        try (Slab slab = new Slab("test")) {
            Tensor theta = slab.allocate(DType.F64, 1, x.length);
            Tensor gradient = slab.allocate(DType.F64, 1, x.length);
            Tensor[] state = new Tensor[optimizer.states()];
            for (int s = 0; s < state.length; s++) {
                state[s] = slab.allocate(DType.F64, 1, x.length);
            }
            theta.copyFrom(new double[][] {x});
            UpdateRule rule = optimizer.rule(Backend.NATIVE, DType.F64);
            for (int t = 1; t <= steps; t++) {
                f.evaluate(x, slopes);
                gradient.copyFrom(new double[][] {slopes});
                rule.begin(t, schedule.at(t - 1));
                rule.apply(theta, gradient, state, new Decay());
                for (int i = 0; i < x.length; i++) {
                    x[i] = theta.get(0, i);
                }
            }
        }
        return x;
    }

    /**
     * If updates are proportional to the gradient, the learning rate is bounded by the curvature; otherwise it is the
     * length of a step.
     */
    private static boolean isScaleFree(FirstOrder optimizer) {
        return switch (optimizer.name()) {
            case "sgd", "momentum", "classical_momentum", "nesterov" -> false;
            default -> true;
        };
    }

    private static boolean sums(FirstOrder optimizer) {
        return optimizer.name().equals("classical_momentum") || optimizer.name().equals("nesterov");
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void rosenbrock(FirstOrder optimizer) {
        double rate = isScaleFree(optimizer) ? optimizer.name().equals("adagrad") ? 0.5 : 0.01 : 1e-3;
        double[] x = minimize(optimizer, Problems::rosenbrock, new double[] {-1.2, 1}, rate, 60_000);
        double distance = Math.hypot(x[0] - 1, x[1] - 1);
        assertTrue(distance < 1e-3, optimizer + " ended " + distance + " away");
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void quadratic(FirstOrder optimizer) {
        double[] start = {1, -1, 1, -1, 1};
        double rate =
                isScaleFree(optimizer) ? optimizer.name().equals("adagrad") ? 0.5 : 0.01 : sums(optimizer) ? 1 : 1.5;
        double[] x = minimize(optimizer, Problems::quadratic, start, rate, 100_000);
        for (double value : x) {
            assertTrue(Math.abs(value) < 1e-2, optimizer + " ended at " + Arrays.toString(x));
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void logisticRegression(FirstOrder optimizer) {
        Objective f = Problems.logistic();
        double rate =
                isScaleFree(optimizer) ? optimizer.name().equals("adagrad") ? 0.5 : 0.01 : sums(optimizer) ? 0.1 : 1;
        double[] x = minimize(optimizer, f, new double[Problems.LOGISTIC_SIZE], rate, 5000);
        double steepness = Problems.steepness(f, x);
        assertTrue(steepness < 1e-4, optimizer + " ended where the gradient is " + steepness);
    }
}
