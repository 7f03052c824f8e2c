package io.github.panagrad.nn;

/** A loss of one output as a function of a program's own, for {@link Loss#custom}. Called from several threads. */
public interface PointwiseLoss {
    /**
     * Returns the loss of one output.
     *
     * @param z the output
     * @param y its target
     */
    double value(double z, double y);

    /** Returns the derivative of {@link #value} with respect to {@code z}; at a kink, a number between those on either side. */
    double slope(double z, double y);
}
