package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * Classical momentum, a decaying sum of gradients: {@code v ← β v + g}, {@code θ ← θ − α v} (Polyak, "Some methods of
 * speeding up the convergence of iteration methods", 1964).
 *
 * <p>This is PyTorch's form, without dampening: the learning rate multiplies the sum. In Polyak's paper and in Keras it
 * is inside the sum, {@code v ← β v − α g}, which is equivalent while the learning rate is constant. Its steps are
 * {@code 1/(1−β)} times as long as those of {@link Momentum}.
 *
 * @param beta β, the decay rate of the sum, in [0, 1)
 */
public record ClassicalMomentum(double beta) implements FirstOrder {
    /** Checks the value. */
    public ClassicalMomentum {
        Ranges.share("classical_momentum", "beta", beta);
    }

    @Override
    public String name() {
        return "classical_momentum";
    }

    @Override
    public String formula() {
        return "v ← β v + g,  θ ← θ - α v";
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public UpdateRule rule(Backend backend, DType dtype) {
        UpdateStep.Momentum step = new UpdateStep.Momentum();
        step.keep = beta;
        step.take = 1;
        return new RateRule<>(Kernels.of(backend, dtype), this, step);
    }
}
