package io.github.panagrad.tensor.kernel;

/**
 * A loss that is a sum over outputs of a function of an output's value and its target. Its methods are called for every
 * output of every row of a step: they must not allocate. Threads share it.
 */
public interface OutputLoss {
    /**
     * Returns the loss of one output.
     *
     * @param z the output
     * @param y its target
     */
    double value(double z, double y);

    /** Returns the derivative of {@link #value} with respect to {@code z}; at a kink, a number between both sides'. */
    double slope(double z, double y);

    /** Returns whether the sign of an output says if its target is 1 or 0, so that right rows can be counted. */
    boolean isClassification();
}
