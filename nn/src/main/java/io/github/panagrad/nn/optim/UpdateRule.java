package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Tensor;

/**
 * An optimiser at work on some kernels. {@link #begin} is called once a step, by one thread; then {@link #apply}, by
 * several threads at once, each on parameters of its own.
 */
public interface UpdateRule {
    /**
     * Prepares what all parameters share.
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
     * @param l2 what {@code theta} is multiplied by and added to the gradient first; 0 for none
     */
    void apply(Tensor theta, Tensor gradient, Tensor[] state, double l2);
}
