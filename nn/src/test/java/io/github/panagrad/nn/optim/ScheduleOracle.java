package io.github.panagrad.nn.optim;

import java.util.Arrays;

/**
 * The learning rates of every schedule, computed from the documented formulas independently of the code under test.
 * Lists every schedule, so that a new one does not compile until its formula is added.
 */
public final class ScheduleOracle {
    private ScheduleOracle() {}

    /** Returns the learning rate at time t, given at least t losses. */
    public static double at(Schedule schedule, long t, double[] losses) {
        return switch (schedule) {
            case Schedule.Constant(double initial) -> initial;
            case Schedule.Step(double initial, double gamma, long every) ->
                initial * Math.pow(gamma, Math.floor((double) t / every));
            case Schedule.Exponential(double initial, double rate) -> initial * Math.exp(-rate * t);
            case Schedule.Cosine(double initial, double min, long period) ->
                t >= period ? min : between(min, initial, (double) t / period);
            case Polynomial(double initial, double min, double power, long period) ->
                t >= period ? min : min + (initial - min) * Math.pow(1 - (double) t / period, power);
            case CosineRestarts restarts -> restarts(restarts, t);
            case OneCycle cycle -> oneCycle(cycle, t);
            case CosLog(double initial, int waves, long period) ->
                t >= period
                        ? 0
                        : initial
                                / 2
                                * (1
                                        - Math.cos(2
                                                * Math.PI
                                                * Math.log(1 + (Math.pow(2, waves) - 1) * t / period)
                                                / Math.log(2)));
            case FlatCos(double initial, double flat, double min, long period) -> {
                double share = Math.min(1, (double) t / period);
                yield share < flat ? initial : between(min, initial, (share - flat) / (1 - flat));
            }
            case Warmup(long length, Schedule next) -> {
                double[] since = losses.length <= length
                        ? new double[0]
                        : Arrays.copyOfRange(losses, (int) length, losses.length);
                yield t < length ? at(next, 0, new double[0]) * (t + 1) / length : at(next, t - length, since);
            }
            case Plateau plateau -> plateau(plateau, t, losses);
            case CustomSchedule custom -> throw new IllegalArgumentException("no oracle for " + custom);
        };
    }

    /** Half a cosine, from a high rate at position 0 to a low one at position 1. */
    private static double between(double low, double high, double share) {
        return low + (high - low) * (1 + Math.cos(Math.PI * share)) / 2;
    }

    private static double restarts(CosineRestarts schedule, long t) {
        long begin = 0;
        long length = schedule.period();
        while (t - begin >= length) {
            begin += length;
            length *= schedule.factor();
        }
        return between(schedule.min(), schedule.initial(), (double) (t - begin) / length);
    }

    private static double oneCycle(OneCycle schedule, long t) {
        double first = schedule.initial() / schedule.startDivisor();
        double last = first / schedule.finalDivisor();
        double top = schedule.warmup() * schedule.period() - 1;
        double end = schedule.period() - 1;
        if (t <= top) {
            return between(schedule.initial(), first, t / top);
        }
        return t >= end ? last : between(last, schedule.initial(), (t - top) / (end - top));
    }

    private static double plateau(Plateau schedule, long t, double[] losses) {
        int falls = 0;
        double best = Double.POSITIVE_INFINITY;
        int bad = 0;
        for (int epoch = 0; epoch < t; epoch++) {
            boolean better = losses[epoch] < best - schedule.minDelta();
            best = better ? losses[epoch] : best;
            bad = better ? 0 : bad + 1;
            if (bad == schedule.patience()) {
                falls++;
                bad = 0;
            }
        }
        return Math.max(schedule.min(), schedule.initial() * Math.pow(schedule.factor(), falls));
    }
}
