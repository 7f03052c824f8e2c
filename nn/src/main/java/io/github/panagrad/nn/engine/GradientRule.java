package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;

/** Stores the gradient as its state and leaves the parameters unchanged: backpropagation is a step with this update. */
public final class GradientRule implements UpdateRule {
    /** The number of states of this rule. */
    public static final int STATES = 1;

    private final Kernels kernels;

    /** Makes the rule. */
    public GradientRule(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public void begin(long step, double learningRate) {
        // Nothing is shared.
    }

    @Override
    public void apply(Tensor theta, Tensor gradient, Tensor[] state, Decay decay) {
        state[0].copyFrom(gradient);
        if (decay.l2 != 0) {
            kernels.axpy(decay.l2, theta, state[0]);
        }
    }
}
