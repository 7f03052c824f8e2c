package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.Turns;
import io.github.panagrad.tensor.kernel.WaveKernels;
import org.jspecify.annotations.Nullable;

/** Cosines and sines of a number times several frequencies, as plain loops in double. */
final class PlainWaves implements WaveKernels {
    private final Elements elements;

    /** Makes the kernels of one element type. */
    PlainWaves(DType dtype) {
        this.elements = new Elements(dtype);
    }

    @Override
    public void waves(
            Tensor samples,
            int column,
            Tensor frequencies,
            @Nullable Tensor phases,
            Tensor cosines,
            @Nullable Tensor sines) {
        for (int r = 0; r < cosines.rows(); r++) {
            double x = elements.get(samples, r, column);
            for (int c = 0; c < cosines.columns(); c++) {
                double phase = phases == null ? 0 : elements.get(phases, 0, c) / (2 * Math.PI);
                double turns = x * elements.get(frequencies, 0, c) + phase;
                elements.set(cosines, r, c, Turns.cosine(turns));
                if (sines != null) {
                    elements.set(sines, r, c, Turns.sine(turns));
                }
            }
        }
    }

    @Override
    public void waveGradient(Tensor cosines, Tensor sines, Tensor gradient, @Nullable Tensor sineGradient) {
        for (int r = 0; r < gradient.rows(); r++) {
            for (int c = 0; c < gradient.columns(); c++) {
                double up = sineGradient == null ? 0 : elements.get(sineGradient, r, c) * elements.get(cosines, r, c);
                elements.set(gradient, r, c, up - elements.get(gradient, r, c) * elements.get(sines, r, c));
            }
        }
    }
}
