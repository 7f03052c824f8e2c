package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import java.util.Map;

/**
 * The learning rate as a pure function: of the time t alone, in epochs or steps done before, or of the losses of the epochs
 * before as well. A value.
 *
 * <p>As text a schedule is a {@link Choices choice}, and {@code warmup:5/cosine:period=20} one after another; see {@link #parse}.
 */
public sealed interface Schedule extends Choice
        permits Schedule.Constant,
                Schedule.Step,
                Schedule.Exponential,
                Schedule.Cosine,
                Polynomial,
                CosineRestarts,
                OneCycle,
                Warmup,
                Plateau {
    /**
     * Returns the learning rate.
     *
     * @param t the number of epochs, or steps, done before, from 0
     * @throws UnsupportedOperationException if this {@link #needsHistory}
     */
    double at(long t);

    /**
     * Returns the learning rate.
     *
     * @param t the number of epochs, or steps, done before, from 0
     * @param losses the monitored losses of the epochs done before, at least t; not used unless this {@link #needsHistory}
     */
    default double at(long t, double[] losses) {
        return at(t);
    }

    /** Returns whether the rate depends on the losses of the epochs before; time is then counted in epochs. */
    default boolean needsHistory() {
        return false;
    }

    /** Returns {@link Constant}. */
    static Schedule constant(double initial) {
        return new Constant(initial);
    }

    /** Returns {@link Step}: after every so many epochs or steps the rate is multiplied by γ. */
    static Schedule step(double initial, double gamma, long every) {
        return new Step(initial, gamma, every);
    }

    /** Returns {@link Exponential}: each epoch or step multiplies the rate by {@code e^(−rate)}. */
    static Schedule exponential(double initial, double rate) {
        return new Exponential(initial, rate);
    }

    /** Returns {@link Cosine} from a rate to 0. */
    static Schedule cosine(double initial, long period) {
        return new Cosine(initial, 0, period);
    }

    /** Returns {@link Polynomial} from a rate to 0; with power 1 it is a line. */
    static Schedule polynomial(double initial, double power, long period) {
        return new Polynomial(initial, 0, power, period);
    }

    /** Returns {@link CosineRestarts} from a rate to 0, each cycle so many times as long as the one before. */
    static Schedule cosineRestarts(double initial, long period, int factor) {
        return new CosineRestarts(initial, 0, period, factor);
    }

    /** Returns {@link OneCycle} with PyTorch's shape: up for 0.3 of the time, from a 25th, down to a 250,000th. */
    static Schedule oneCycle(double largest, long period) {
        return new OneCycle(largest, 0.3, 25, 1e4, period);
    }

    /** Returns {@link Plateau}: a tenth after 10 epochs in a row that are not better by more than 1e-4. */
    static Schedule plateau(double initial) {
        return new Plateau(initial, 0.1, 10, 1e-4, 0);
    }

    /** Returns a linear warm-up of so many epochs or steps, to be followed by a schedule. */
    static WarmupLength warmup(long length) {
        return new WarmupLength(length);
    }

    /**
     * A warm-up that does not yet know where to.
     *
     * @param length n, the epochs or steps it takes, at least 1
     */
    record WarmupLength(long length) {
        /** Returns the warm-up to a schedule's first rate, followed by that schedule. */
        public Schedule then(Schedule next) {
            return new Warmup(length, next);
        }
    }

    /**
     * Always the same: {@code α₀}.
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
     * @param every k, the epochs or steps from one fall to the next, at least 1
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
     * @param period T, the epochs or steps from one to the other, at least 1
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
     * Reads a schedule such as {@code step:gamma=0.5,every=10}. A slash means "then", and can follow a warm-up only: {@code
     * warmup:5/cosine:period=20}. A warm-up followed by nothing is followed by a constant rate.
     *
     * @param defaults values of hyper-parameters that the text leaves out, in place of the usual ones. Behind a warm-up, {@code
     *     period} is less by the warm-up's length, so that both end where one alone would.
     * @throws IllegalArgumentException if a name or a hyper-parameter is unknown, or a value is no number or outside its range;
     *     the message says what is allowed
     */
    static Schedule parse(String text, Map<String, ? extends Number> defaults) {
        return ScheduleText.parse(text, defaults);
    }

    /** Returns the text that {@link #parse} turns into an equal schedule, with all hyper-parameters. */
    static String format(Schedule schedule) {
        return ScheduleText.format(schedule);
    }

    /** Returns all kinds, at a rate of 0.001. */
    static Choices<Schedule> choices() {
        return ScheduleChoices.ALL;
    }
}
