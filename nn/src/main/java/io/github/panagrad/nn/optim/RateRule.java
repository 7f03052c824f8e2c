package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/** A rule that fills its step once for all parameters; by default only with the learning rate. */
class RateRule<S extends UpdateStep> implements UpdateRule {
    final S step;
    private final Kernels kernels;
    private final double weightDecay;

    RateRule(Kernels kernels, FirstOrder optimizer, S step) {
        this.kernels = kernels;
        this.weightDecay = optimizer.weightDecay();
        this.step = step;
    }

    @Override
    public void begin(long number, double learningRate) {
        step.rate = learningRate;
    }

    @Override
    public final void apply(Tensor theta, Tensor gradient, Tensor[] state, Decay decay) {
        kernels.update(step, decay, theta, gradient, state);
    }

    @Override
    public final double weightDecay() {
        return weightDecay;
    }
}
