package io.github.panagrad.tensor.ops;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.WaveKernels;
import org.jspecify.annotations.Nullable;

/**
 * Cosines and sines of a number times several frequencies, and their gradient. Arguments are checked; threads may share it.
 */
public final class Waves {
    private final Kernels kernels;
    private final WaveKernels waves;

    Waves(Kernels kernels, WaveKernels waves) {
        this.kernels = kernels;
        this.waves = waves;
    }

    /**
     * {@code cosines[r] = cos(2π x_r w + b)} and {@code sines[r] = sin(2π x_r w + b)}. For a given number of turns {@code x w + b /
     * 2π}, which is rounded once and a half, they are at most 3 ε wrong.
     *
     * @param samples m x any; read
     * @param column the column of x
     * @param frequencies w, 1 x n; read
     * @param phases b, 1 x n; read, or null for none
     * @param cosines m x n; written
     * @param sines m x n; written, or null
     */
    public void waves(
            Tensor samples,
            int column,
            Tensor frequencies,
            @Nullable Tensor phases,
            Tensor cosines,
            @Nullable Tensor sines) {
        if (samples.rows() != cosines.rows() || column < 0 || column >= samples.columns()) {
            throw new IllegalArgumentException(
                    "column " + column + " of " + samples.shape() + " does not fit the cosines " + cosines.shape());
        }
        Kernels.requireVector(frequencies, cosines.columns());
        kernels.requireType(samples, frequencies, cosines);
        if (phases != null) {
            kernels.requireSame(frequencies, phases);
        }
        if (sines != null) {
            kernels.requireSame(cosines, sines);
        }
        waves.waves(samples, column, frequencies, phases, cosines, sines);
    }

    /**
     * The gradient with respect to the angles, {@code gradient = sineGradient ⊙ cosines − gradient ⊙ sines}.
     *
     * @param cosines m x n; read, if there is a gradient of the sines
     * @param sines m x n; read
     * @param gradient m x n, with respect to the cosines; read, and written with that to the angles
     * @param sineGradient m x n, with respect to the sines; read, or null
     */
    public void waveGradient(Tensor cosines, Tensor sines, Tensor gradient, @Nullable Tensor sineGradient) {
        kernels.requireSame(sines, gradient);
        kernels.requireSame(cosines, gradient);
        if (sineGradient != null) {
            kernels.requireSame(sineGradient, gradient);
        }
        waves.waveGradient(cosines, sines, gradient, sineGradient);
    }
}
