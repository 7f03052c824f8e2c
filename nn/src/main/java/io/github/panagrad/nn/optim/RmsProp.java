package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * RMSprop: {@code s ← β s + (1−β) g²}, {@code θ ← θ − α g / (√s + ε)} (Tieleman and Hinton, Coursera lecture 6.5,
 * 2012), with ε outside the root and no bias correction. Tiny gradients are treated as 0, as in {@link Adam}.
 *
 * @param beta β, the decay rate of the average, in [0, 1); 0.999 in <em>Day 6 Deep Dive: Backpropagation and
 *     Optimization</em>, section 4; 0.99 in PyTorch, 0.9 in Keras
 * @param epsilon ε, from 1e-30 to 1e30
 */
public record RmsProp(double beta, double epsilon) implements FirstOrder {
    /** Checks the values. */
    public RmsProp {
        Ranges.share("rmsprop", "beta", beta);
        Ranges.epsilon("rmsprop", epsilon);
    }

    @Override
    public String name() {
        return "rmsprop";
    }

    @Override
    public String formula() {
        return "s ← β s + (1-β) g²,  θ ← θ - α g / (√s + ε)";
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public UpdateRule rule(Backend backend, DType dtype) {
        UpdateStep.RmsProp step = new UpdateStep.RmsProp();
        step.keep = beta;
        step.take = 1 - beta;
        step.epsilon = epsilon;
        return new RateRule<>(Kernels.of(backend, dtype), this, step);
    }
}
