package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Cosines and sines of a number times several frequencies. Threads may share an instance. */
public interface WaveKernels {
    /** {@code cosines[r] = cos(2π x_r w + b)} and the sines of the same, with x a column of the samples. */
    void waves(
            Tensor samples,
            int column,
            Tensor frequencies,
            @Nullable Tensor phases,
            Tensor cosines,
            @Nullable Tensor sines);

    /** {@code gradient = sineGradient ⊙ cosines − gradient ⊙ sines}. */
    void waveGradient(Tensor cosines, Tensor sines, Tensor gradient, @Nullable Tensor sineGradient);
}
