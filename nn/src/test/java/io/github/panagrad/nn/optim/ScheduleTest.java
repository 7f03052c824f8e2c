package io.github.panagrad.nn.optim;

import static io.github.panagrad.nn.optim.Schedule.cosine;
import static io.github.panagrad.nn.optim.Schedule.warmup;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Schedules compared with independently written formulas, at many times; compositions; text forms. */
class ScheduleTest {
    private static final double NONE = 0;

    private static void check(Schedule schedule, int times, LongToDoubleFunction formula) {
        assertFalse(schedule.needsHistory());
        for (long t = 0; t <= times; t++) {
            double expected = formula.applyAsDouble(t);
            assertEquals(expected, schedule.at(t), 1e-13 * (expected + 1e-3), schedule + " at " + t);
            assertEquals(schedule.at(t), schedule.at(t, new double[0]));
        }
    }

    @Test
    void stepAndExponential() {
        check(new Schedule.Constant(0.3), 50, _ -> 0.3);
        check(new Schedule.Step(0.3, 0.7, 4), 300, t -> 0.3 * Math.pow(0.7, Math.floor(t / 4.0)));
        check(new Schedule.Exponential(0.3, 0.05), 300, t -> 0.3 * Math.exp(-0.05 * t));
    }

    @Test
    void polynomial() {
        for (double power : new double[] {0.5, 1, 2, 2.5}) {
            check(
                    new Polynomial(0.3, 0.01, power, 37),
                    80,
                    t -> t >= 37 ? 0.01 : 0.01 + 0.29 * Math.pow(1 - t / 37.0, power));
        }
    }

    /** Consecutive cycles, counted by hand. */
    @Test
    void cosineRestarts() {
        check(new CosineRestarts(0.3, 0.01, 7, 1), 50, t -> 0.01 + 0.145 * (1 + Math.cos(Math.PI * (t % 7) / 7)));
        check(new CosineRestarts(0.3, NONE, 3, 2), 44, t -> {
            // Cycles begin at 0, 3, 9, 21 and 45.
            int begin = t < 3 ? 0 : t < 9 ? 3 : t < 21 ? 9 : 21;
            int length = t < 3 ? 3 : t < 9 ? 6 : t < 21 ? 12 : 24;
            return 0.15 * (1 + Math.cos(Math.PI * (t - begin) / length));
        });
        assertEquals(0.3, new CosineRestarts(0.3, NONE, 3, 2).at(45));
        assertTrue(new CosineRestarts(0.3, NONE, 3, 1000).at(Long.MAX_VALUE) >= 0);
    }

    @Test
    void oneCycle() {
        // T = 20: it rises until 0.3 * 20 - 1 = 5, and falls until 19.
        check(new OneCycle(0.5, 0.3, 25, 1e4, 20), 60, t -> {
            double first = 0.5 / 25;
            double last = first / 1e4;
            if (t <= 5) {
                return first + (0.5 - first) * (1 - Math.cos(Math.PI * t / 5)) / 2;
            }
            return t >= 19 ? last : last + (0.5 - last) * (1 + Math.cos(Math.PI * (t - 5) / 14)) / 2;
        });
        assertEquals(0.5, new OneCycle(0.5, 0.3, 25, 1e4, 20).at(5));
        // There is no time to rise.
        assertEquals(0.5, new OneCycle(0.5, 0.5, 25, 1e4, 2).at(0));
        assertEquals(0.5 / 25 / 1e4, new OneCycle(0.5, 0.5, 25, 1e4, 2).at(1));
    }

    /** Tops at (2^(k + ½) − 1) / 15 of the time, and zeros at (2^k − 1) / 15. */
    @Test
    void coslogWaves() {
        long period = 15_000_000;
        CosLog schedule = new CosLog(0.04, 4, period);
        for (int k = 0; k < 4; k++) {
            long bottom = (long) (((1 << k) - 1) / 15.0 * period);
            long top = (long) ((Math.pow(2, k + 0.5) - 1) / 15 * period);
            long end = (long) (((2 << k) - 1) / 15.0 * period);
            assertEquals(0, schedule.at(bottom), 1e-15);
            assertEquals(0.04, schedule.at(top), 1e-12);
            for (int i = 1; i <= 100; i++) {
                assertTrue(schedule.at(bottom + i * (top - bottom) / 100)
                        > schedule.at(bottom + (i - 1) * (top - bottom) / 100));
                assertTrue(schedule.at(top + i * (end - top) / 100) < schedule.at(top + (i - 1) * (end - top) / 100));
            }
        }
        // One wave of three steps, by hand: log2(1 + 1/3) and log2(1 + 2/3) of a whole turn.
        check(new CosLog(1, 1, 3), 2, t -> (1 - Math.cos(2 * Math.PI * Math.log((3 + t) / 3.0) / Math.log(2))) / 2);
        assertEquals(0, new CosLog(1, 1, 3).at(3));
        assertEquals(0, new CosLog(1, 30, 3).at(Long.MAX_VALUE));
    }

    @Test
    void flatCos() {
        FlatCos schedule = new FlatCos(1, 0.5, 0, 8);
        double[] expected = {1, 1, 1, 1, 1, 0.5 + Math.sqrt(0.125), 0.5, 0.5 - Math.sqrt(0.125), 0, 0, 0};
        for (int t = 0; t < expected.length; t++) {
            assertEquals(expected[t], schedule.at(t), 1e-15, "time " + t);
        }
        // Without a flat part it is the cosine.
        for (int t = 0; t < 50; t++) {
            assertEquals(new Schedule.Cosine(0.3, 0.01, 37).at(t), new FlatCos(0.3, 0, 0.01, 37).at(t), 1e-16);
        }
        assertEquals(1, new FlatCos(1, Math.nextDown(1.0), 0, 8).at(7));
    }

    @Test
    void warmupGoesOverIntoWhatFollows() {
        for (Schedule next : List.of(
                new Schedule.Constant(0.4), new Schedule.Cosine(0.4, 0, 20), new OneCycle(0.4, 0.3, 4, 10, 20))) {
            for (int n : new int[] {1, 5, 8}) {
                Schedule schedule = Schedule.warmup(n).then(next);
                assertEquals(next.at(0) / n, schedule.at(0), 1e-16);
                assertEquals(next.at(0), schedule.at(n - 1));
                for (int t = 0; t < 60; t++) {
                    double expected = t < n ? next.at(0) * (t + 1) / n : next.at(t - n);
                    assertEquals(expected, schedule.at(t), 1e-16, schedule + " at " + t);
                }
                assertEquals(next.at(0), schedule.at(n));
            }
        }
    }

    @Test
    void plateauByHand() {
        Plateau schedule = new Plateau(1, 0.5, 2, 0.1, 0.2);
        assertTrue(schedule.needsHistory());
        // 5 is the best; neither 4.95 nor 4.9 is better by more than 0.1; then 4 is; then three and more in a row are
        // not.
        double[] losses = {5, 4.95, 4.9, 4, 4, Double.NaN, 3.95, 4.5, 9, 9, 9};
        double[] expected = {1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2, 0.2, 0.2};
        for (int t = 0; t < expected.length; t++) {
            assertEquals(expected[t], schedule.at(t, losses), 1e-15, "epoch " + t);
        }
        UnsupportedOperationException e = assertThrows(UnsupportedOperationException.class, () -> schedule.at(3));
        assertTrue(String.valueOf(e.getMessage()).contains("losses of the previous epochs"), e::getMessage);
        assertThrows(IllegalArgumentException.class, () -> schedule.at(3, new double[2]));
    }

    @Test
    void plateauBehindAWarmup() {
        Schedule schedule = Schedule.warmup(2).then(new Plateau(1, 0.5, 1, 0, 0));
        assertTrue(schedule.needsHistory());
        // The losses of the warm-up, the first of which is the lowest, are ignored.
        double[] losses = {1, 9, 8, 8, 7};
        double[] expected = {0.5, 1, 1, 1, 0.5, 0.5};
        double[] actual = new double[expected.length];
        for (int t = 0; t < actual.length; t++) {
            actual[t] = schedule.at(t, losses);
        }
        assertArrayEquals(expected, actual);
        assertThrows(UnsupportedOperationException.class, () -> schedule.at(0));
    }

    @Test
    void allRatesArePositiveUpToTheirEndAndNeverAboveTheLargest() {
        for (Schedule schedule : Schedule.choices().all()) {
            for (int t = 0; t < 30; t++) {
                double rate = schedule.at(t, new double[t]);
                assertTrue(rate >= 0 && rate <= 0.001, schedule + " at " + t + ": " + rate);
            }
        }
    }

    @Test
    void textRoundTrip() {
        for (Schedule schedule : Schedule.choices().all()) {
            assertEquals(schedule, Schedule.parse(Schedule.format(schedule), Map.of()));
        }
        for (Optimizer optimizer : Optimizer.choices().all()) {
            assertEquals(
                    optimizer, Optimizer.choices().parse(Optimizer.choices().format(optimizer)));
        }
        Schedule both = Schedule.warmup(5).then(new CosineRestarts(0.25, 0.01, 20, 3));
        assertEquals("warmup:length=5/cosine_restarts:initial=0.25,min=0.01,period=20,factor=3", Schedule.format(both));
        assertEquals(both, Schedule.parse(Schedule.format(both), Map.of("initial", 9, "period", 9)));
    }

    @Test
    void shortFormsAreTheUsual() {
        assertEquals(new Warmup(5, new Schedule.Cosine(0.1, 0, 20)), warmup(5).then(cosine(0.1, 20)));
        List<Schedule> made = List.of(
                Schedule.constant(0.001),
                Schedule.step(0.001, 0.5, 10),
                Schedule.exponential(0.001, 0.05),
                Schedule.cosine(0.001, 10),
                Schedule.polynomial(0.001, 1, 10),
                Schedule.cosineRestarts(0.001, 10, 1),
                Schedule.oneCycle(0.001, 10),
                Schedule.cosLog(0.001, 4, 10),
                Schedule.flatCos(0.001, 10),
                Schedule.warmup(5).then(Schedule.constant(0.001)),
                Schedule.plateau(0.001));
        assertEquals(Schedule.choices().all(), made);
    }

    @Test
    void textDefaults() {
        Map<String, Number> defaults = Map.of("initial", 0.5, "period", 30);
        assertEquals(new Schedule.Cosine(0.5, 0, 30), Schedule.parse("cosine", defaults));
        assertEquals(Schedule.warmup(7).then(new Schedule.Constant(0.5)), Schedule.parse("warmup:7", defaults));
        assertEquals(
                Schedule.warmup(7).then(new Schedule.Constant(0.5)), Schedule.parse("warmup:7/constant", defaults));
        // The warm-up takes seven of the thirty epochs.
        assertEquals(
                Schedule.warmup(7).then(new Schedule.Cosine(0.5, 0, 23)), Schedule.parse("warmup:7/cosine", defaults));
        assertEquals(
                Schedule.warmup(7).then(new Schedule.Cosine(0.5, 0, 20)),
                Schedule.parse("warmup:7/cosine:period=20", defaults));
    }

    @Test
    void textThatIsRefused() {
        refused("linear", "expected one of constant, step, exponential, cosine, polynomial");
        refused("cosine/step", "only warmup can be followed");
        refused("warmup:5/warmup:5", "another warmup");
        refused("warmup:5/cosine/step", "3 parts");
        refused("warmup:5/", "unknown schedule ''");
        refused("warmup:next=5", "unknown next");
        refused("step:gamma=-0.5", "gamma must be in (0, 1], found -0.5");
        refused("cosine:period=0", "period must be at least 1, found 0");
        refused("polynomial:min=2", "min must be from 0 to the learning rate 0.001, found 2.0");
        refused("polynomial:power=0", "power must be positive and finite, found 0.0");
        refused("cosine_restarts:factor=0", "factor must be at least 1, found 0");
        refused("one_cycle:period=1", "period must be at least 2, found 1");
        refused("one_cycle:final-divisor=0.5", "final-divisor must be finite and at least 1, found 0.5");
        refused("coslog:waves=0", "waves must be from 1 to 30, found 0");
        refused("flat_cos:flat=1", "flat must be in [0, 1), found 1.0");
        refused("warmup:0", "length must be at least 1, found 0");
        refused("plateau:min-delta=-1", "min-delta must be finite and not negative, found -1.0");
    }

    private static void refused(String text, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Schedule.parse(text, Map.of()));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }

    @Test
    void optimizersOutOfRange() {
        for (String text : List.of(
                "momentum:beta=1",
                "classical_momentum:beta=1",
                "nesterov:beta=-0.1",
                "adamw:beta1=1",
                "adamw:weight-decay=-1",
                "adamw:epsilon=0",
                "adagrad:epsilon=0",
                "amsgrad:beta2=1",
                "nadam:epsilon=NaN",
                "nadam:momentum-decay=-1",
                "lion:beta2=1",
                "lion:weight-decay=Infinity")) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> Optimizer.choices().parse(text));
            String name = text.substring(0, text.indexOf(':'));
            String key = text.substring(text.indexOf(':') + 1, text.indexOf('='));
            assertTrue(
                    String.valueOf(e.getMessage()).matches(name + ": " + key + " must be .*, found .*"), e::getMessage);
        }
    }
}
