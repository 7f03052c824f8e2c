package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1):
 *
 * <pre>
 * m ← β₁ m + (1−β₁) g,  v ← β₂ v + (1−β₂) g²
 * m̂ = m / (1−β₁ᵗ),  v̂ = v / (1−β₂ᵗ)
 * θ ← θ − α m̂ / (√v̂ + ε)
 * </pre>
 *
 * with ε outside the root, as in the paper and in PyTorch. The Vector API kernels treat gradients and averages that are
 * nearly subnormal (in float32, gradients below 4e-15) as 0, because arithmetic with subnormal numbers is many times
 * slower; next to an ε of 1e-8 they are negligible.
 *
 * @param beta1 β₁, in [0, 1)
 * @param beta2 β₂, in [0, 1)
 * @param epsilon ε, from 1e-30 to 1e30
 */
public record Adam(double beta1, double beta2, double epsilon) implements FirstOrder {
    /** Checks the values. */
    public Adam {
        Ranges.share("adam", "beta1", beta1);
        Ranges.share("adam", "beta2", beta2);
        Ranges.epsilon("adam", epsilon);
    }

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public String formula() {
        return "m ← β₁ m + (1-β₁) g,  v ← β₂ v + (1-β₂) g²,  θ ← θ - α m̂ / (√v̂ + ε),  m̂ = m / (1-β₁ᵗ),  v̂ = v / (1-β₂ᵗ)";
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public UpdateRule rule(Backend backend, DType dtype) {
        UpdateStep.Adam step = new UpdateStep.Adam();
        step.beta1 = beta1;
        step.beta2 = beta2;
        step.epsilon = epsilon;
        return new AdamRule(Kernels.of(backend, dtype), this, step);
    }
}
