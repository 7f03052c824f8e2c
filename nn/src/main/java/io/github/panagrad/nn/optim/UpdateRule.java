package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.Decay;

/**
 * An optimiser at work on some kernels. {@link #begin} is called once a step, by one thread; then {@link #apply}, by
 * several threads at once, each on parameters of its own.
 */
public interface UpdateRule {
    /**
     * Prepares what all parameters share. What it leaves behind follows from the arguments alone, whatever steps came before.
     *
     * @param step the number of the step, from 1
     * @param learningRate the rate α of this step
     */
    void begin(long step, double learningRate);

    /**
     * Updates some parameters in place, in one pass.
     *
     * @param theta contiguous; read and written
     * @param gradient the same shape; may be overwritten
     * @param state as many tensors of the same shape as the optimiser has states; read and written
     * @param decay what shrinks the parameters before the update
     */
    void apply(Tensor theta, Tensor gradient, Tensor[] state, Decay decay);

    /** Returns λ of the optimiser's own weight decay: weights are to shrink to {@code 1 − αλ}. */
    default double weightDecay() {
        return 0;
    }
}
