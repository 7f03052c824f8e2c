package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * AMSGrad, {@link Adam} with a running maximum of v, so that steps do not grow when the average forgets large gradients
 * (Reddi, Kale and Kumar, "On the Convergence of Adam and Beyond", ICLR 2018, algorithm 2):
 *
 * <pre>
 * m ← β₁ m + (1−β₁) g,  v ← β₂ v + (1−β₂) g²,  x ← max(x, v)
 * θ ← θ − α m̂ / (√x̂ + ε),  m̂ = m / (1−β₁ᵗ),  x̂ = x / (1−β₂ᵗ)
 * </pre>
 *
 * <p>The variant is that of PyTorch and Keras: the maximum is taken before the bias correction. The paper has neither
 * bias correction nor ε.
 *
 * @param beta1 β₁, in [0, 1)
 * @param beta2 β₂, in [0, 1)
 * @param epsilon ε, from 1e-30 to 1e30
 */
public record AmsGrad(double beta1, double beta2, double epsilon) implements FirstOrder {
    /** Checks the values. */
    public AmsGrad {
        Ranges.share("amsgrad", "beta1", beta1);
        Ranges.share("amsgrad", "beta2", beta2);
        Ranges.epsilon("amsgrad", epsilon);
    }

    @Override
    public String name() {
        return "amsgrad";
    }

    @Override
    public String formula() {
        return "v ← β₂ v + (1-β₂) g²,  x ← max(x, v),  θ ← θ - α m̂ / (√x̂ + ε),  x̂ = x / (1-β₂ᵗ),  m̂ as in adam";
    }

    @Override
    public int states() {
        return 3;
    }

    @Override
    public UpdateRule rule(Backend backend, DType dtype) {
        UpdateStep.AmsGrad step = new UpdateStep.AmsGrad();
        step.beta1 = beta1;
        step.beta2 = beta2;
        step.epsilon = epsilon;
        return new AdamRule(Kernels.of(backend, dtype), this, step);
    }
}
