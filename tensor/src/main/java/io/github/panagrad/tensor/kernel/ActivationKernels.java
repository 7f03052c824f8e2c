package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Bias, activation and dropout in one pass. Threads may share an instance. */
public interface ActivationKernels {
    /** {@code z = f(z + bias) * mask / keep}, row by row, and {@code slopes = f'(z + bias)} where they are kept. */
    void activate(
            Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor slopes);

    /**
     * {@code delta = delta * f'(z) * mask / keep}, with {@code f'} from the slopes if there are any, else from {@code output =
     * f(z) * mask / keep}.
     */
    void activationGradient(
            Activation f,
            Tensor output,
            @Nullable Tensor slopes,
            @Nullable DropoutMask mask,
            double keep,
            Tensor delta);

    /** {@code z = 1 / (1 + exp(-z))}. */
    void sigmoid(Tensor z);
}
