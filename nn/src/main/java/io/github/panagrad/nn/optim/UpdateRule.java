package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;

/**
 * The update rule of an optimiser, bound to kernels. {@link #begin} is called once per step, by one thread; then
 * {@link #apply} is called by several threads concurrently, each on different parameters.
 */
public interface UpdateRule {
    /**
     * Computes the values of a step that all parameters share. They depend on the arguments only, not on previous
     * steps.
     *
     * @param step the number of the step, from 1
     * @param learningRate the learning rate α of this step
     */
    void begin(long step, double learningRate);

    /**
     * Updates parameters in place, in one pass.
     *
     * @param theta contiguous; read and written
     * @param gradient of the same shape; may be overwritten
     * @param state one tensor of the same shape for each state of the optimiser; read and written
     * @param decay how the parameters are penalised and decayed before the update
     */
    void apply(Tensor theta, Tensor gradient, Tensor[] state, Decay decay);

    /** Returns λ of the optimiser's own weight decay: the caller multiplies weights by {@code 1 − αλ}. */
    default double weightDecay() {
        return 0;
    }
}
