package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gradient whose rows come from several sources, each of which writes some of them. */
final class StackedGradient implements GradientSource {
    private final List<GradientSource> sources;
    private final List<StepPlan.Block> rows;

    /** Where the rows were written last, which is the same place in every step. */
    private @Nullable Tensor whole;

    private Tensor[] parts = {};

    /**
     * Stacks sources.
     *
     * @param rows for each source, the rows of the gradient that it writes
     */
    StackedGradient(List<GradientSource> sources, List<StepPlan.Block> rows) {
        this.sources = List.copyOf(sources);
        this.rows = List.copyOf(rows);
    }

    @Override
    public void write(Tensor gradient) {
        if (gradient != whole) {
            parts = rows.stream()
                    .map(block -> gradient.rowRange(block.from(), block.to()))
                    .toArray(Tensor[]::new);
            whole = gradient;
        }
        for (int i = 0; i < parts.length; i++) {
            sources.get(i).write(parts[i]);
        }
    }
}
