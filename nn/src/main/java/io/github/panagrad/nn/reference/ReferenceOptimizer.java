package io.github.panagrad.nn.reference;

import java.util.List;

/**
 * One of the four optimisers of <em>Day 6 Deep Dive: Backpropagation and Optimization</em>, section 4, with its state:
 * an update rule for a single parameter {@code θ} with gradient {@code g}, applied to each parameter in turn. {@code α}
 * is the learning rate, and all state starts at 0.
 *
 * <p>An optimiser belongs to one network. Not thread-safe.
 */
public final class ReferenceOptimizer {
    /** Computes {@code (θ_before - θ_after) / α} from the state of parameter {@code k} and its gradient. */
    @FunctionalInterface
    private interface Rule {
        /**
         * Updates the state and returns the direction.
         *
         * @param v average gradients, one for each parameter. Modified by the rules that have them.
         * @param s average squared gradients, one for each parameter. Modified by the rules that have them.
         * @param k the parameter
         * @param g its gradient
         * @param t the step, from 1
         */
        double direction(double[] v, double[] s, int k, double g, int t);
    }

    private final Rule rule;
    private double learningRate;
    private double[] v = {};
    private double[] s = {};
    private int t;

    private ReferenceOptimizer(double learningRate, Rule rule) {
        this.learningRate = ReferenceChecks.positive("learning rate", learningRate);
        this.rule = rule;
    }

    /** Returns gradient descent: {@code θ ← θ - α g}. */
    public static ReferenceOptimizer sgd(double learningRate) {
        return new ReferenceOptimizer(learningRate, (v, s, k, g, t) -> g);
    }

    /**
     * Returns momentum as an exponential moving average: {@code v ← β v + (1 - β) g}, {@code θ ← θ - α v}.
     *
     * <p>This is not the form of Polyak (1964) used by most libraries, {@code v ← β v + g}, whose steps are
     * {@code 1 / (1 - β)} times as long.
     */
    public static ReferenceOptimizer momentum(double learningRate, double beta) {
        ReferenceChecks.decay("beta", beta);
        return new ReferenceOptimizer(learningRate, (v, s, k, g, t) -> {
            v[k] = beta * v[k] + (1 - beta) * g;
            return v[k];
        });
    }

    /**
     * Returns RMSprop: {@code s ← β s + (1 - β) g²}, {@code θ ← θ - α g / (√s + ε)}.
     *
     * <p>Tieleman and Hinton, "Neural Networks for Machine Learning", lecture 6e (2012), with {@code ε} outside the
     * root, no momentum and no bias correction.
     */
    public static ReferenceOptimizer rmsprop(double learningRate, double beta, double epsilon) {
        ReferenceChecks.decay("beta", beta);
        ReferenceChecks.positive("epsilon", epsilon);
        return new ReferenceOptimizer(learningRate, (v, s, k, g, t) -> {
            s[k] = beta * s[k] + (1 - beta) * g * g;
            return g / (Math.sqrt(s[k]) + epsilon);
        });
    }

    /**
     * Returns Adam: {@code v ← β₁ v + (1 - β₁) g}, {@code s ← β₂ s + (1 - β₂) g²}, with bias correction,
     * {@code v̂ = v / (1 - β₁ᵗ)}, {@code ŝ = s / (1 - β₂ᵗ)} in step {@code t = 1, 2, …}, and
     * {@code θ ← θ - α v̂ / (√ŝ + ε)}.
     *
     * <p>Kingma and Ba, "Adam: A Method for Stochastic Optimization" (ICLR 2015), algorithm 1, where {@code v} and
     * {@code s} are called {@code m} and {@code v}.
     */
    public static ReferenceOptimizer adam(double learningRate, double beta1, double beta2, double epsilon) {
        ReferenceChecks.decay("beta1", beta1);
        ReferenceChecks.decay("beta2", beta2);
        ReferenceChecks.positive("epsilon", epsilon);
        return new ReferenceOptimizer(learningRate, (v, s, k, g, t) -> {
            v[k] = beta1 * v[k] + (1 - beta1) * g;
            s[k] = beta2 * s[k] + (1 - beta2) * g * g;
            double vHat = v[k] / (1 - StrictMath.pow(beta1, t));
            double sHat = s[k] / (1 - StrictMath.pow(beta2, t));
            return vHat / (Math.sqrt(sHat) + epsilon);
        });
    }

    /** Sets {@code α} for the following steps; with a schedule it is called before each step. */
    public void setLearningRate(double learningRate) {
        this.learningRate = ReferenceChecks.positive("learning rate", learningRate);
    }

    /**
     * Makes one step with all parameters.
     *
     * @param parameters any arrays, the same ones in every step. Modified.
     * @param gradients arrays of the same lengths. Not modified.
     * @throws IllegalArgumentException if parameters and gradients differ in shape, or the number of parameters differs
     *     from that in the first step
     */
    public void step(List<double[]> parameters, List<double[]> gradients) {
        int count = ReferenceChecks.sameShape(parameters, gradients);
        if (t == 0) {
            v = new double[count];
            s = new double[count];
        } else if (count != v.length) {
            throw new IllegalArgumentException("this optimizer holds state for " + v.length + " parameters, found "
                    + count + ": use one optimizer for each network");
        }
        t++;
        int k = 0;
        for (int row = 0; row < parameters.size(); row++) {
            double[] theta = parameters.get(row);
            double[] g = gradients.get(row);
            for (int i = 0; i < theta.length; i++) {
                theta[i] -= learningRate * rule.direction(v, s, k, g[i], t);
                k++;
            }
        }
    }
}
