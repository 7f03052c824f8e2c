package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The activations between the identity and a function whose shares are learned. Threads may share an instance. */
public interface ParametricKernels {
    /** {@code x = z + bias; rises = f(x) − x; slopes = share f'(x) + 1 − share; z = (share f(x) + (1 − share) x) * mask / keep}. */
    void parametric(
            Activation.Parametric f,
            Tensor bias,
            Tensor share,
            @Nullable DropoutMask mask,
            double keep,
            Tensor z,
            @Nullable Tensor slopes,
            @Nullable Tensor rises);

    /** {@code d = delta * mask / keep; delta = d slopes; shareGradient = sum of d rises}. */
    void parametricGradient(
            Tensor slopes, Tensor rises, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor shareGradient);
}
