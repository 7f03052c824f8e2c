package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The activation whose slopes are learned. Threads may share an instance. */
public interface PReluKernels {
    /** {@code kept = z + bias}, and z the activation of that with a slope for each column. */
    void prelu(Tensor bias, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor kept);

    /** The gradients with respect to z, in delta, and to the slopes. */
    void preluGradient(
            Tensor kept, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor slopeGradient);
}
