package io.github.panagrad.nn.reference;

/** The loss of one sample, whose logits {@code z} and targets {@code y} have one element per output. */
interface ReferenceSampleLoss {
    /** Returns the network's output {@code a} for the logits. */
    double[] output(double[] z);

    /** Returns the loss. */
    double value(double[] z, double[] y);

    /** Returns its derivative with respect to {@code z}. */
    double[] gradient(double[] z, double[] y);

    /** Returns a target after label smoothing. */
    static double smoothed(double y, double smoothing, int classes) {
        return (1 - smoothing) * y + smoothing / classes;
    }
}
