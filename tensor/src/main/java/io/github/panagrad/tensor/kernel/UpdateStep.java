package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Decay;

/**
 * What all of an optimiser's updates of one step have in common: a value for each rule, made with the rule, filled once a step by
 * one thread and then read by all. Its fields are set by name, so that no two of them can be swapped.
 *
 * <p>Every update begins with {@code g = gradient + l2 theta} and {@code theta = shrink theta}, see {@link Decay}. The
 * equations below name the optimiser's states in their order.
 */
public abstract sealed class UpdateStep {
    /** The learning rate, with the corrections that the rule makes to it. */
    public double rate;

    private final int states;

    private UpdateStep(int states) {
        this.states = states;
    }

    /** Returns how many tensors of state the update reads and writes. */
    public final int states() {
        return states;
    }

    /** Gradient descent: {@code theta = theta - rate g}. */
    public static final class Sgd extends UpdateStep {
        /** Makes the step of no state. */
        public Sgd() {
            super(0);
        }
    }

    /**
     * Momentum: {@code v = keep v + take g; theta = theta - rate v}. An average with {@code take = 1 - keep}, the
     * classical sum with {@code take = 1}.
     */
    public static final class Momentum extends UpdateStep {
        /** The share of v that stays. */
        public double keep;

        /** The share of g that v takes. */
        public double take;

        /** Makes the step of one state, v. */
        public Momentum() {
            super(1);
        }
    }

    /** Nesterov's momentum: {@code v = beta v + g; theta = theta - rate (g + beta v)}. */
    public static final class Nesterov extends UpdateStep {
        /** The share of v that stays. */
        public double beta;

        /** Makes the step of one state, v. */
        public Nesterov() {
            super(1);
        }
    }

    /**
     * Lion: {@code theta = theta - rate sign(beta1 m + (1 - beta1) g); m = beta2 m + (1 - beta2) g}. The sign of 0 is 0,
     * and that of NaN is NaN.
     */
    public static final class Lion extends UpdateStep {
        /** The share of m in the direction. */
        public double beta1;

        /** The share of m that stays. */
        public double beta2;

        /** Makes the step of one state, m. */
        public Lion() {
            super(1);
        }
    }

    /**
     * RMSprop and Adagrad: {@code s = keep s + take g²; theta = theta - rate g / (sqrt(s) + epsilon)}. An average with
     * {@code take = 1 - keep}, Adagrad's sum with both 1.
     */
    public static final class RmsProp extends UpdateStep {
        /** The share of s that stays. */
        public double keep;

        /** The share of g² that s takes. */
        public double take;

        /** What is added to the root. */
        public double epsilon;

        /** Makes the step of one state, s. */
        public RmsProp() {
            super(1);
        }
    }

    /**
     * Rules with averages of the gradient and of its square: {@code m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2)
     * g²}. The bias corrections are the caller's: {@code rate = alpha / (1 - beta1^t)} and {@code secondScale = 1 / (1 -
     * beta2^t)}.
     */
    public abstract static sealed class Moments extends UpdateStep {
        /** The share of m that stays. */
        public double beta1;

        /** The share of v that stays. */
        public double beta2;

        /** What is added to the root. */
        public double epsilon;

        /** What v is multiplied by before its root is taken. */
        public double secondScale;

        private Moments(int states) {
            super(states);
        }
    }

    /** Adam: {@code theta = theta - rate m / (sqrt(secondScale v) + epsilon)}. */
    public static final class Adam extends Moments {
        /** Makes the step of two states, m and v. */
        public Adam() {
            super(2);
        }
    }

    /** AMSGrad: {@code x = max(x, v); theta = theta - rate m / (sqrt(secondScale x) + epsilon)}. */
    public static final class AmsGrad extends Moments {
        /** Makes the step of three states: m, v and x. */
        public AmsGrad() {
            super(3);
        }
    }

    /** Nadam: {@code theta = theta - (gradientRate g + rate m) / (sqrt(secondScale v) + epsilon)}. */
    public static final class Nadam extends Moments {
        /** What g is multiplied by. */
        public double gradientRate;

        /** Makes the step of two states, m and v. */
        public Nadam() {
            super(2);
        }
    }
}
