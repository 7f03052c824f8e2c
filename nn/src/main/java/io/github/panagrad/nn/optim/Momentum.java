package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * Momentum as an exponential moving average: {@code v ← β v + (1−β) g}, {@code θ ← θ − α v}.
 *
 * <p>The form of <em>Day 6 Deep Dive: Backpropagation and Optimization</em>, section 4. The momentum of PyTorch and
 * Keras lacks the factor {@code 1−β}, see {@link ClassicalMomentum}: to follow the same path, multiply their learning
 * rate by {@code 1/(1−β)}.
 *
 * @param beta β, the decay rate of the average, in [0, 1)
 */
public record Momentum(double beta) implements FirstOrder {
    /** Checks the value. */
    public Momentum {
        Ranges.share("momentum", "beta", beta);
    }

    @Override
    public String name() {
        return "momentum";
    }

    @Override
    public String formula() {
        return "v ← β v + (1-β) g,  θ ← θ - α v";
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public UpdateRule rule(Backend backend, DType dtype) {
        UpdateStep.Momentum step = new UpdateStep.Momentum();
        step.keep = beta;
        step.take = 1 - beta;
        return new RateRule<>(Kernels.of(backend, dtype), this, step);
    }
}
