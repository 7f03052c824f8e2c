package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;

/** The learning rate as a pure function of the epoch, from 0. A value. */
public sealed interface Schedule extends Choice {
    /**
     * Returns the learning rate.
     *
     * @param epoch the number of epochs done before, from 0
     */
    double at(long epoch);

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
        public double at(long epoch) {
            return initial;
        }
    }

    /**
     * Step decay: {@code α₀ γ^⌊t/k⌋}.
     *
     * @param initial α₀, positive
     * @param gamma γ, in (0, 1]
     * @param every k, the epochs between steps, at least 1
     */
    record Step(double initial, double gamma, long every) implements Schedule {
        /** Checks the values. */
        public Step {
            Ranges.positive("step", "initial", initial);
            if (!(gamma > 0 && gamma <= 1)) {
                throw new IllegalArgumentException("step: gamma must be in (0, 1], found " + gamma);
            }
            if (every < 1) {
                throw new IllegalArgumentException("step: every must be at least 1, found " + every);
            }
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
        public double at(long epoch) {
            return initial * StrictMath.pow(gamma, (double) Math.floorDiv(epoch, every));
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
        public double at(long epoch) {
            return initial * StrictMath.exp(-rate * epoch);
        }
    }

    /**
     * Cosine annealing, {@code α_min + (α_max − α_min)(1 + cos(πt/T))/2}, and {@code α_min} from {@code T} on
     * (Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts).
     *
     * @param initial α_max, positive
     * @param min α_min, from 0 to α_max
     * @param period T, the epochs from one to the other, at least 1
     */
    record Cosine(double initial, double min, long period) implements Schedule {
        /** Checks the values. */
        public Cosine {
            Ranges.positive("cosine", "initial", initial);
            if (!(min >= 0 && min <= initial)) {
                throw new IllegalArgumentException(
                        "cosine: min must be from 0 to the learning rate " + initial + ", found " + min);
            }
            if (period < 1) {
                throw new IllegalArgumentException("cosine: the period must be at least 1 epoch, found " + period);
            }
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
        public double at(long epoch) {
            double turn = Math.PI * Math.min(epoch, period) / period;
            return min + (initial - min) * (1 + StrictMath.cos(turn)) / 2;
        }
    }

    /** Returns all kinds, at a rate of 0.001. */
    static Choices<Schedule> choices() {
        return ScheduleChoices.ALL;
    }
}
