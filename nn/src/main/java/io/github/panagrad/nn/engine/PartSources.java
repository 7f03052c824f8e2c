package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gradient of some parameters is computed from: a source for each part of the batch that is computed here. The gradients of
 * the parts are added in pairs, then the sums of pairs, and so on, as {@code GradientExchange} goes on over the workers. Allocates
 * nothing.
 */
final class PartSources {
    private final Kernels kernels;

    /** For each part, or null if it has no rows. */
    private final @Nullable GradientSource[] sources;

    /** For each worker, memory for the gradients of the parts after the first. */
    private final Tensor[][] others;

    /**
     * Takes sources.
     *
     * @param sources for each part, or null if it has no rows
     * @param others for each worker and each part after the first, memory in the shape of the gradient
     */
    PartSources(Kernels kernels, List<? extends @Nullable GradientSource> sources, Tensor[][] others) {
        this.kernels = kernels;
        this.sources = sources.toArray(new @Nullable GradientSource[0]);
        this.others = others;
    }

    /** Computes the gradient of the loss over all parts here, without penalties. */
    void write(Tensor gradient, int worker) {
        for (int part = 0; part < sources.length; part++) {
            Tensor target = of(part, gradient, worker);
            GradientSource source = sources[part];
            if (source == null) {
                target.fill(0);
            } else {
                source.write(target);
            }
        }
        add(0, sources.length, gradient, worker);
    }

    private Tensor of(int part, Tensor gradient, int worker) {
        return part == 0 ? gradient : others[worker][part - 1];
    }

    /** Adds up the parts of a range in its first. */
    private void add(int from, int to, Tensor gradient, int worker) {
        if (to - from > 1) {
            int middle = (from + to) / 2;
            add(from, middle, gradient, worker);
            add(middle, to, gradient, worker);
            kernels.axpy(1, of(middle, gradient, worker), of(from, gradient, worker));
        }
    }
}
