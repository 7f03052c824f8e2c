package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/** The update of Adam and its variants, with the bias corrections. */
final class AdamRule extends RateRule<UpdateStep.Moments> {
    AdamRule(Kernels kernels, FirstOrder optimizer, UpdateStep.Moments step) {
        super(kernels, optimizer, step);
    }

    @Override
    public void begin(long number, double learningRate) {
        step.rate = learningRate / (1 - Powers.power(step.beta1, number));
        step.secondScale = 1 / (1 - Powers.power(step.beta2, number));
    }
}
