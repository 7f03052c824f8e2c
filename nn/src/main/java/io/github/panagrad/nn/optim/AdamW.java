package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * AdamW, {@link Adam} with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR
 * 2019, algorithm 2):
 *
 * <pre>
 * m ← β₁ m + (1−β₁) g,  v ← β₂ v + (1−β₂) g²
 * θ ← (1 − αλ) θ − α m̂ / (√v̂ + ε)
 * </pre>
 *
 * with m̂ and v̂ as in Adam. The decay is multiplied by the learning rate α, as in PyTorch; in the paper it is
 * multiplied by the schedule's factor only. Biases are not decayed.
 *
 * @param beta1 β₁, in [0, 1)
 * @param beta2 β₂, in [0, 1)
 * @param epsilon ε, from 1e-30 to 1e30
 * @param weightDecay λ, not negative
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements FirstOrder {
    /** Checks the values. */
    public AdamW {
        Ranges.share("adamw", "beta1", beta1);
        Ranges.share("adamw", "beta2", beta2);
        Ranges.epsilon("adamw", epsilon);
        Ranges.notNegative("adamw", "weight-decay", weightDecay);
    }

    @Override
    public String name() {
        return "adamw";
    }

    @Override
    public String formula() {
        return "θ ← (1 - αλ) θ - α m̂ / (√v̂ + ε),  m̂ and v̂ as in adam";
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
