package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;

/** Some rows or columns of a parameter, with their gradient and the optimiser's state, cut out once. */
final class GradientSlice {
    /** The number of the parameter among the network's. */
    final int number;

    final Tensor theta;

    /** For each worker, where it computes the gradient. */
    final Tensor[] gradients;

    final Tensor[] state;

    /** What the gradient is computed from. */
    private final PartSources sources;

    /** Whether penalties and decay apply. */
    final boolean isPenalized;

    /** Whether the norms of its rows can be limited. */
    final boolean hasLimitedNorm;

    /** The sum of the squares of theta before its update, if required. */
    double sumOfSquares;

    /** The sum of the magnitudes of theta before its update, if required. */
    double sumOfMagnitudes;

    /** The sum of the squares of the gradient, if required. */
    double gradientSquares;

    GradientSlice(
            int number,
            LayerParameter parameter,
            Tensor theta,
            Tensor[] gradients,
            Tensor[] state,
            PartSources sources) {
        this.number = number;
        this.theta = theta;
        this.gradients = gradients;
        this.state = state;
        this.sources = sources;
        this.isPenalized = parameter.isDecayed();
        this.hasLimitedNorm = parameter.isNormLimited();
    }

    /** Computes the gradient of the loss, without penalties. */
    void computeGradient(int worker) {
        sources.write(gradients[worker], worker);
    }
}
