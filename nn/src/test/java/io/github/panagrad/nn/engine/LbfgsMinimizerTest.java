package io.github.panagrad.nn.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.engine.LbfgsMinimizer.Objective;
import io.github.panagrad.nn.engine.LbfgsMinimizer.Stop;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Problems;
import org.junit.jupiter.api.Test;

/** L-BFGS on functions with a known minimum, the guarantees of its line search, and the reasons for stopping. */
class LbfgsMinimizerTest {
    private static final Lbfgs SETTINGS = new Lbfgs(10, 1e-9, 30);

    private static LbfgsMinimizer minimized(Objective f, double... start) {
        LbfgsMinimizer minimizer = new LbfgsMinimizer(SETTINGS, f, start);
        assertEquals(Stop.CONVERGED, minimizer.minimize(1000));
        assertEquals(Stop.CONVERGED, minimizer.stop());
        return minimizer;
    }

    /** What is remembered is finite, so that it can be saved. */
    @Test
    void aCurvatureThatIsTooSmallIsNotRemembered() {
        LbfgsHistory history = new LbfgsHistory(2, 1);
        history.add(new double[] {1e-160}, new double[1], new double[] {1e-160}, new double[1]);
        assertTrue(history.isEmpty());
        history.add(new double[] {1e-150}, new double[1], new double[] {1e-150}, new double[1]);
        assertEquals(1e300, history.curvatures()[0], 1e288);
    }

    @Test
    void rosenbrock() {
        LbfgsMinimizer minimizer = minimized(Problems::rosenbrock, -1.2, 1);
        assertArrayEquals(new double[] {1, 1}, minimizer.point(), 1e-8);
        assertTrue(minimizer.iterations() < 60, minimizer.iterations() + " iterations");
        assertTrue(minimizer.evaluations() < 80, minimizer.evaluations() + " evaluations");
    }

    @Test
    void aQuadraticOfConditionTenThousand() {
        LbfgsMinimizer minimizer = minimized(Problems::quadratic, 1, -1, 1, -1, 1);
        assertArrayEquals(new double[5], minimizer.point(), 1e-4);
        assertTrue(minimizer.iterations() < 60, minimizer.iterations() + " iterations");
    }

    @Test
    void logisticRegression() {
        Objective f = Problems.logistic();
        LbfgsMinimizer minimizer = minimized(f, new double[Problems.LOGISTIC_SIZE]);
        assertTrue(Problems.steepness(f, minimizer.point()) <= 1e-9);
        assertTrue(minimizer.iterations() < 30, minimizer.iterations() + " iterations");
    }

    @Test
    void everyHistoryIsEnough() {
        for (int history : new int[] {1, 2, 3, 50}) {
            LbfgsMinimizer minimizer =
                    new LbfgsMinimizer(new Lbfgs(history, 1e-8, 30), Problems::rosenbrock, new double[] {-1.2, 1});
            assertEquals(Stop.CONVERGED, minimizer.minimize(2000), "history " + history);
        }
    }

    /** Each iteration satisfies both conditions, for its direction and the gradient at the new point. */
    @Test
    void everyStepMeetsTheStrongWolfeConditions() {
        LbfgsMinimizer minimizer = new LbfgsMinimizer(SETTINGS, Problems::rosenbrock, new double[] {-1.2, 1});
        double[] gradient = new double[2];
        while (minimizer.stop() == null) {
            double[] before = minimizer.point();
            double value = minimizer.value();
            Problems.rosenbrock(before, gradient);
            double[] slopesBefore = gradient.clone();
            minimizer.iterate();
            double[] after = minimizer.point();
            assertEquals(minimizer.value(), Problems.rosenbrock(after, gradient));
            double slope = 0;
            double slopeAfter = 0;
            for (int i = 0; i < 2; i++) {
                slope += slopesBefore[i] * (after[i] - before[i]);
                slopeAfter += gradient[i] * (after[i] - before[i]);
            }
            assertTrue(minimizer.value() <= value + 1e-4 * slope + 1e-15, "decrease");
            assertTrue(Math.abs(slopeAfter) <= -0.9 * slope + 1e-15, "curvature");
        }
    }

    @Test
    void itIsDeterministicAndLeavesTheStartAlone() {
        double[] start = {-1.2, 1};
        LbfgsMinimizer first = minimized(Problems::rosenbrock, start);
        LbfgsMinimizer second = minimized(Problems::rosenbrock, start);
        assertArrayEquals(new double[] {-1.2, 1}, start);
        assertArrayEquals(first.point(), second.point());
        assertEquals(first.evaluations(), second.evaluations());
    }

    @Test
    void itStopsAtOnceWhereThereIsNothingToDo() {
        LbfgsMinimizer minimizer = minimized(Problems::quadratic, 0, 0, 0);
        assertEquals(0, minimizer.iterations());
        assertEquals(1, minimizer.evaluations());
        assertEquals(0, minimizer.stepLength());
    }

    @Test
    void itStopsWhereTheArithmeticEnds() {
        // The gradient does not match the function: no step decreases the value as much as it predicts.
        Objective wrong = (x, gradient) -> {
            gradient[0] = -1;
            return x[0] * x[0];
        };
        LbfgsMinimizer minimizer = new LbfgsMinimizer(SETTINGS, wrong, new double[] {0});
        assertEquals(Stop.NO_LOWER_VALUE, minimizer.minimize(10));
        assertArrayEquals(new double[] {0}, minimizer.point());
        assertEquals(0, minimizer.value());
    }

    @Test
    void itComesBackFromWhereNothingIsDefined() {
        // ln is undefined below 0, where the first step would lead.
        Objective f = (x, gradient) -> {
            gradient[0] = 1 - 1e-3 / x[0];
            return x[0] - 1e-3 * Math.log(x[0]);
        };
        LbfgsMinimizer minimizer = minimized(f, 0.5);
        assertEquals(1e-3, minimizer.point()[0], 1e-9);
    }

    @Test
    void aStartThatIsNotFiniteIsReported() {
        LbfgsMinimizer minimizer = new LbfgsMinimizer(SETTINGS, (_, _) -> Double.NaN, new double[] {1});
        assertEquals(Stop.NOT_FINITE, minimizer.minimize(10));
        assertEquals(0, minimizer.iterations());
    }

    @Test
    void iterationsCanRunOut() {
        LbfgsMinimizer minimizer = new LbfgsMinimizer(SETTINGS, Problems::rosenbrock, new double[] {-1.2, 1});
        assertNull(minimizer.minimize(3));
        assertEquals(3, minimizer.iterations());
        assertTrue(minimizer.stepLength() > 0);
    }

    @Test
    void valuesOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new Lbfgs(0, 1e-7, 20));
        assertThrows(IllegalArgumentException.class, () -> new Lbfgs(1, -1, 20));
        assertThrows(IllegalArgumentException.class, () -> new Lbfgs(1, Double.NaN, 20));
        assertThrows(IllegalArgumentException.class, () -> new Lbfgs(1, 1e-7, 0));
    }
}
