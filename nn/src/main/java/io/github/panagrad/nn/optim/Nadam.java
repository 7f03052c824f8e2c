package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;

/**
 * Nadam, {@link Adam} with Nesterov's momentum (Dozat, "Incorporating Nesterov Momentum into Adam", ICLR workshop
 * 2016):
 *
 * <pre>
 * μₜ = β₁ (1 − 0.96^(tψ) / 2),  Πₜ = μ₁ μ₂ … μₜ
 * m ← β₁ m + (1−β₁) g,  v ← β₂ v + (1−β₂) g²
 * m̂ = μₜ₊₁ m / (1 − Πₜ₊₁) + (1 − μₜ) g / (1 − Πₜ),  v̂ = v / (1−β₂ᵗ)
 * θ ← θ − α m̂ / (√v̂ + ε)
 * </pre>
 *
 * <p>The variant is PyTorch's: the momentum μ warms up from about β₁/2 to β₁, but the average m uses the constant β₁; ε
 * is outside the root. With {@code ψ = 0} the momentum is always β₁/2.
 *
 * @param beta1 β₁, in [0, 1)
 * @param beta2 β₂, in [0, 1)
 * @param epsilon ε, from 1e-30 to 1e30
 * @param momentumDecay ψ, the speed at which the momentum warms up; not negative
 */
public record Nadam(double beta1, double beta2, double epsilon, double momentumDecay) implements FirstOrder {
    private static final double BASE = 0.96;

    /** Checks the values. */
    public Nadam {
        Ranges.share("nadam", "beta1", beta1);
        Ranges.share("nadam", "beta2", beta2);
        Ranges.epsilon("nadam", epsilon);
        Ranges.notNegative("nadam", "momentum-decay", momentumDecay);
    }

    @Override
    public String name() {
        return "nadam";
    }

    @Override
    public String formula() {
        return "θ ← θ - α (μₜ₊₁ m / (1-Πₜ₊₁) + (1-μₜ) g / (1-Πₜ)) / (√v̂ + ε),  μₜ = β₁ (1 - 0.96^(tψ)/2),"
                + "  Πₜ = μ₁…μₜ,  m and v̂ as in adam";
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public UpdateRule rule(Kernels kernels) {
        return new Rule(kernels, this);
    }

    private static final class Rule extends AdamRule {
        private final double decayPerStep;
        private long productStep;
        private double product = 1;
        private double gradientRate;
        private double momentRate;

        Rule(Kernels kernels, Nadam nadam) {
            super(kernels, nadam, nadam.beta1, nadam.beta2, nadam.epsilon);
            decayPerStep = StrictMath.pow(BASE, nadam.momentumDecay);
        }

        private double momentum(long step) {
            return beta1 * (1 - 0.5 * Powers.power(decayPerStep, step));
        }

        /** The product is one of the step number alone: where steps were left out, its factors are multiplied anew. */
        @Override
        public void begin(long step, double learningRate) {
            if (step < productStep) {
                product = 1;
                productStep = 0;
            }
            while (productStep < step) {
                productStep++;
                product *= momentum(productStep);
            }
            double next = momentum(step + 1);
            gradientRate = learningRate * (1 - momentum(step)) / (1 - product);
            momentRate = learningRate * next / (1 - product * next);
            secondScale = 1 / (1 - Powers.power(beta2, step));
        }

        @Override
        public void apply(Tensor theta, Tensor gradient, Tensor[] state, double l2, double shrink) {
            updates.nadam(
                    theta,
                    gradient,
                    state[0],
                    state[1],
                    gradientRate,
                    momentRate,
                    secondScale,
                    beta1,
                    beta2,
                    epsilon,
                    l2,
                    shrink);
        }
    }
}
