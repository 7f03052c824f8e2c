package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;

/** The update of Adam, with its bias corrections. */
class AdamRule extends RateRule {
    final double beta1;
    final double beta2;
    final double epsilon;

    /** {@code 1 / (1 − β₂ᵗ)}. */
    double secondScale;

    AdamRule(Kernels kernels, FirstOrder optimizer, double beta1, double beta2, double epsilon) {
        super(kernels, optimizer);
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    @Override
    public void begin(long step, double learningRate) {
        rate = learningRate / (1 - Powers.power(beta1, step));
        secondScale = 1 / (1 - Powers.power(beta2, step));
    }

    @Override
    public void apply(Tensor theta, Tensor gradient, Tensor[] state, double l2, double shrink) {
        updates.adam(theta, gradient, state[0], state[1], rate, secondScale, beta1, beta2, epsilon, l2, shrink);
    }
}
