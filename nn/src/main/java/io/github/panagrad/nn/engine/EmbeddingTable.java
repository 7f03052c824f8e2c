package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vector for each value of a column of whole numbers: a table of categories x dimension, from N(0, 1).
 *
 * @param column the column
 * @param categories the number of its values
 * @param dimension the length of a vector
 */
public record EmbeddingTable(int column, int categories, int dimension) implements ColumnLayer {
    @Override
    public int outputs() {
        return dimension;
    }

    @Override
    public List<LayerParameter> parameters() {
        return List.of(LayerParameter.table("weight", categories, dimension, new LayerParameter.Initial.Normal(1)));
    }

    @Override
    public TrainedLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
        return new Training(parameters[0]);
    }

    @Override
    public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
        Tensor table = parameters[0];
        return new InferredLayer() {
            @Override
            public void forward(Tensor input, Tensor output, @Nullable Tensor scratch) {
                lookUp(table, input, output);
            }

            @Override
            public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
                lookUp(table, input, output);
            }
        };
    }

    /** The table in training. */
    private final class Training implements TrainedLayer {
        private final Tensor table;

        Training(Tensor table) {
            this.table = table;
        }

        @Override
        public LayerPart part(PartViews views) {
            return new LayerPart() {
                @Override
                public void forward() {
                    lookUp(table, views.input(), views.output());
                }

                @Override
                public void backward() {
                    // The gradient is computed from delta as it is.
                }
            };
        }

        @Override
        public GradientSource gradient(int parameter, GradientViews views) {
            int first = views.rows().from();
            return gradient -> addUp(first, views.input(), views.delta(), gradient);
        }
    }

    /**
     * Looks up rows.
     *
     * @param samples m x inputs; read
     * @param vectors m x dimension; written
     */
    private void lookUp(Tensor table, Tensor samples, Tensor vectors) {
        int bytes = table.dtype().bytes();
        long length = (long) dimension * bytes;
        for (int r = 0; r < samples.rows(); r++) {
            MemorySegment.copy(
                    table.segment(),
                    category(samples, r) * length,
                    vectors.segment(),
                    (long) r * vectors.stride() * bytes,
                    length);
        }
    }

    /**
     * Sums up the gradient of some vectors, in the order of the rows.
     *
     * @param first the category of the first of them
     * @param samples m x inputs; read
     * @param delta m x dimension, the gradient with respect to the vectors; read
     * @param gradient a row for each of them, contiguous; written
     */
    private void addUp(int first, Tensor samples, Tensor delta, Tensor gradient) {
        MemorySegment sums = gradient.segment();
        sums.fill((byte) 0);
        for (int r = 0; r < samples.rows(); r++) {
            int row = category(samples, r) - first;
            if (row >= 0 && row < gradient.rows()) {
                add(delta, (long) r * delta.stride(), sums, (long) row * dimension);
            }
        }
    }

    private void add(Tensor summands, long summand, MemorySegment sums, long sum) {
        MemorySegment values = summands.segment();
        switch (summands.dtype()) {
            case F32 -> {
                for (int i = 0; i < dimension; i++) {
                    float value = values.getAtIndex(ValueLayout.JAVA_FLOAT, summand + i);
                    sums.setAtIndex(
                            ValueLayout.JAVA_FLOAT, sum + i, sums.getAtIndex(ValueLayout.JAVA_FLOAT, sum + i) + value);
                }
            }
            case F64 -> {
                for (int i = 0; i < dimension; i++) {
                    double value = values.getAtIndex(ValueLayout.JAVA_DOUBLE, summand + i);
                    sums.setAtIndex(
                            ValueLayout.JAVA_DOUBLE,
                            sum + i,
                            sums.getAtIndex(ValueLayout.JAVA_DOUBLE, sum + i) + value);
                }
            }
        }
    }

    private int category(Tensor samples, int row) {
        long element = (long) row * samples.stride() + column;
        double value = switch (samples.dtype()) {
            case F32 -> samples.segment().getAtIndex(ValueLayout.JAVA_FLOAT, element);
            case F64 -> samples.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, element);
        };
        int category = (int) value;
        if (category != value || category < 0 || category >= categories) {
            throw new IllegalArgumentException("column " + column + ": expected a whole number from 0 to "
                    + (categories - 1) + ", found " + value);
        }
        return category;
    }
}
