package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

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
    public UpdateRule rule(Backend backend, DType dtype) {
        UpdateStep.Nadam step = new UpdateStep.Nadam();
        step.beta1 = beta1;
        step.beta2 = beta2;
        step.epsilon = epsilon;
        return new Rule(Kernels.of(backend, dtype), this, step);
    }

    private static final class Rule extends RateRule<UpdateStep.Nadam> {
        private final double decayPerStep;
        private long productStep;
        private double product = 1;

        Rule(Kernels kernels, Nadam nadam, UpdateStep.Nadam step) {
            super(kernels, nadam, step);
            decayPerStep = StrictMath.pow(BASE, nadam.momentumDecay);
        }

        private double momentum(long number) {
            return step.beta1 * (1 - 0.5 * Powers.power(decayPerStep, number));
        }

        /** The product depends on the step number alone: if steps were skipped, its factors are multiplied again. */
        @Override
        public void begin(long number, double learningRate) {
            if (number < productStep) {
                product = 1;
                productStep = 0;
            }
            while (productStep < number) {
                productStep++;
                product *= momentum(productStep);
            }
            double next = momentum(number + 1);
            step.gradientRate = learningRate * (1 - momentum(number)) / (1 - product);
            step.rate = learningRate * next / (1 - product * next);
            step.secondScale = 1 / (1 - Powers.power(step.beta2, number));
        }
    }
}
