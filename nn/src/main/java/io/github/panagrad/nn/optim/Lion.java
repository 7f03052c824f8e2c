package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * Lion, steps of constant magnitude in the direction of a sign (Chen et al., "Symbolic Discovery of Optimization
 * Algorithms", NeurIPS 2023, algorithm 2):
 *
 * <pre>
 * c = β₁ m + (1−β₁) g
 * θ ← (1 − αλ) θ − α sign(c)
 * m ← β₂ m + (1−β₂) g
 * </pre>
 *
 * with sign(0) = 0. The weight decay is decoupled. The paper recommends a learning rate 3 to 10 times smaller than for
 * AdamW, and a λ larger by the same factor. The Vector API kernels set averages that are nearly subnormal to 0; a
 * parameter whose gradient stays 0 then stops changing.
 *
 * @param beta1 β₁, the weight of the average in the sign, in [0, 1)
 * @param beta2 β₂, the decay rate of the average, in [0, 1)
 * @param weightDecay λ, not negative
 */
public record Lion(double beta1, double beta2, double weightDecay) implements FirstOrder {
    /** Checks the values. */
    public Lion {
        Ranges.share("lion", "beta1", beta1);
        Ranges.share("lion", "beta2", beta2);
        Ranges.notNegative("lion", "weight-decay", weightDecay);
    }

    @Override
    public String name() {
        return "lion";
    }

    @Override
    public String formula() {
        return "c = β₁ m + (1-β₁) g,  θ ← (1 - αλ) θ - α sign(c),  m ← β₂ m + (1-β₂) g";
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public UpdateRule rule(Backend backend, DType dtype) {
        UpdateStep.Lion step = new UpdateStep.Lion();
        step.beta1 = beta1;
        step.beta2 = beta2;
        return new RateRule<>(Kernels.of(backend, dtype), this, step);
    }
}
