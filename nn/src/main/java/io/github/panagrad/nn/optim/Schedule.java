package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/**
 * The learning rate as a pure function of the time t, the number of completed epochs or steps, and in some cases also
 * of the losses of the previous epochs. A value.
 *
 * <p>The text form of a schedule is a {@link Choices choice}, or two in sequence, such as
 * {@code warmup:5/cosine:period=20}; see {@link #parse}.
 */
public sealed interface Schedule extends Choice
        permits Schedule.Constant,
                Schedule.Step,
                Schedule.Exponential,
                Schedule.Cosine,
                Polynomial,
                CosineRestarts,
                OneCycle,
                CosLog,
                FlatCos,
                Warmup,
                Plateau,
                CustomSchedule {
    /** Returns α₀: the learning rate at the start or, of a schedule that rises, the largest. */
    double initial();

    /**
     * Returns the learning rate.
     *
     * @param t the number of completed epochs or steps
     * @throws UnsupportedOperationException if this {@link #needsHistory}
     */
    double at(long t);

    /**
     * Returns the learning rate.
     *
     * @param t the number of completed epochs or steps
     * @param losses the monitored losses of the completed epochs, at least t; only used if this {@link #needsHistory}
     */
    default double at(long t, double[] losses) {
        return at(t);
    }

    /** Returns whether the learning rate depends on the losses of previous epochs; time is then counted in epochs. */
    default boolean needsHistory() {
        return false;
    }

    /** Returns {@link Constant}. */
    static Schedule constant(double initial) {
        return new Constant(initial);
    }

    /** Returns {@link Step}: the learning rate is multiplied by γ after every {@code every} epochs or steps. */
    static Schedule step(double initial, double gamma, long every) {
        return new Step(initial, gamma, every);
    }

    /** Returns {@link Exponential}: the learning rate is multiplied by {@code e^(−rate)} after each epoch or step. */
    static Schedule exponential(double initial, double rate) {
        return new Exponential(initial, rate);
    }

    /** Returns {@link Cosine} from a learning rate to 0. */
    static Schedule cosine(double initial, long period) {
        return new Cosine(initial, 0, period);
    }

    /** Returns {@link Polynomial} from a learning rate to 0; linear if the power is 1. */
    static Schedule polynomial(double initial, double power, long period) {
        return new Polynomial(initial, 0, power, period);
    }

    /**
     * Returns {@link CosineRestarts} from a learning rate to 0, where each cycle is {@code factor} times as long as the
     * previous one.
     */
    static Schedule cosineRestarts(double initial, long period, int factor) {
        return new CosineRestarts(initial, 0, period, factor);
    }

    /**
     * Returns {@link OneCycle} with PyTorch's defaults: from 1/25 of the maximum, rising for 0.3 of the period, then
     * down to 1/250,000.
     */
    static Schedule oneCycle(double largest, long period) {
        return new OneCycle(largest, 0.3, 25, 1e4, period);
    }

    /** Returns {@link CosLog}: waves from 0 to a learning rate and back, each twice as long as the one before it. */
    static Schedule cosLog(double largest, int waves, long period) {
        return new CosLog(largest, waves, period);
    }

    /** Returns {@link FlatCos}: a learning rate for half of the period, then along half a cosine to 0. */
    static Schedule flatCos(double initial, long period) {
        return new FlatCos(initial, 0.5, 0, period);
    }

    /**
     * Returns {@link Plateau}: reduced to a tenth after 10 consecutive epochs without an improvement of more than 1e-4.
     */
    static Schedule plateau(double initial) {
        return new Plateau(initial, 0.1, 10, 1e-4, 0);
    }

    /**
     * Returns {@link CustomSchedule}, and makes it known to {@link #choices}; a later one of the same name takes its place.
     *
     * @param name lower case, digits and underscores, for checkpoints and reports
     * @param rate the learning rate after t epochs or steps; finite and not negative, and the same whenever it is asked
     * @throws IllegalArgumentException if the name is not of that form, or the library's
     */
    static Schedule of(String name, LongToDoubleFunction rate) {
        return choices().register(new CustomSchedule(name, rate));
    }

    /** Returns a linear warm-up of {@code length} epochs or steps, to be followed by a schedule. */
    static WarmupLength warmup(long length) {
        return new WarmupLength(length);
    }

    /**
     * A warm-up whose following schedule is yet to be given.
     *
     * @param length n, the number of epochs or steps of the warm-up, at least 1
     */
    record WarmupLength(long length) {
        /** Returns the warm-up to the first learning rate of a schedule, followed by that schedule. */
        public Schedule then(Schedule next) {
            return new Warmup(length, next);
        }
    }

    /**
     * A constant learning rate: {@code α₀}.
     *
     * @param initial α₀, positive
     */
    record Constant(double initial) implements Schedule {
        /** Checks the value. */
        public Constant {
            Ranges.positive("learning rate", "initial", initial);
        }

        @Override
        public String name() {
            return "constant";
        }

        @Override
        public String formula() {
            return "α₀";
        }

        @Override
        public double at(long t) {
            return initial;
        }
    }

    /**
     * Step decay: {@code α₀ γ^⌊t/k⌋}.
     *
     * @param initial α₀, positive
     * @param gamma γ, in (0, 1]
     * @param every k, the number of epochs or steps between reductions, at least 1
     */
    record Step(double initial, double gamma, long every) implements Schedule {
        /** Checks the values. */
        public Step {
            Ranges.positive("step", "initial", initial);
            if (!(gamma > 0 && gamma <= 1)) {
                throw new IllegalArgumentException("step: gamma must be in (0, 1], found " + gamma);
            }
            Ranges.atLeast("step", "every", 1, every);
        }

        @Override
        public String name() {
            return "step";
        }

        @Override
        public String formula() {
            return "α₀ γ^⌊t/k⌋";
        }

        @Override
        public double at(long t) {
            return initial * Powers.power(gamma, Math.floorDiv(t, every));
        }
    }

    /**
     * Exponential decay: {@code α₀ e^(−λt)}.
     *
     * @param initial α₀, positive
     * @param rate λ, not negative
     */
    record Exponential(double initial, double rate) implements Schedule {
        /** Checks the values. */
        public Exponential {
            Ranges.positive("exponential", "initial", initial);
            Ranges.notNegative("exponential", "rate", rate);
        }

        @Override
        public String name() {
            return "exponential";
        }

        @Override
        public String formula() {
            return "α₀ e^(-λt)";
        }

        @Override
        public double at(long t) {
            return initial * StrictMath.exp(-rate * t);
        }
    }

    /**
     * Cosine annealing, {@code α_min + (α_max − α_min)(1 + cos(πt/T))/2}, and {@code α_min} from {@code T} on
     * (Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts).
     *
     * @param initial α_max, positive
     * @param min α_min, from 0 to α_max
     * @param period T, the number of epochs or steps of the annealing, at least 1
     */
    record Cosine(double initial, double min, long period) implements Schedule {
        /** Checks the values. */
        public Cosine {
            Ranges.positive("cosine", "initial", initial);
            Ranges.minimumRate("cosine", min, initial);
            Ranges.atLeast("cosine", "period", 1, period);
        }

        @Override
        public String name() {
            return "cosine";
        }

        @Override
        public String formula() {
            return "α_min + (α₀ - α_min) (1 + cos(πt/T)) / 2, then α_min";
        }

        @Override
        public double at(long t) {
            return min + (initial - min) * HalfCosine.at((double) Math.min(t, period) / period);
        }
    }

    /**
     * Parses a schedule such as {@code step:gamma=0.5,every=10}. A slash means "then", and can only follow a warm-up:
     * {@code warmup:5/cosine:period=20}. A warm-up alone is followed by a constant learning rate.
     *
     * @param defaults values of omitted hyper-parameters, instead of the standard defaults. After a warm-up,
     *     {@code period} is reduced by the length of the warm-up, so that both together end where a single schedule
     *     would.
     * @throws IllegalArgumentException if a name or a hyper-parameter is unknown, or a value is not a number or outside
     *     its range; the message says what is allowed
     */
    static Schedule parse(String text, Map<String, ? extends Number> defaults) {
        return ScheduleText.parse(text, defaults);
    }

    /** Returns the text that {@link #parse} turns into an equal schedule, with all hyper-parameters. */
    static String format(Schedule schedule) {
        return ScheduleText.format(schedule);
    }

    /** Returns all schedules, with a learning rate of 0.001. */
    static Choices<Schedule> choices() {
        return ScheduleChoices.ALL;
    }
}
