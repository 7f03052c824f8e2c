package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vector for each value of a column of whole numbers: a table of categories x dimension, from N(0, 1).
 *
 * @param column the column
 * @param categories how many values it has
 * @param dimension the length of a vector
 */
public record EmbeddingTable(int column, int categories, int dimension) implements ColumnLayer {
    @Override
    public int outputs() {
        return dimension;
    }

    @Override
    public List<LayerParameter> parameters() {
        return List.of(LayerParameter.table(
                "weight", ParameterKind.EMBEDDING, categories, dimension, new LayerParameter.Initial.Normal(1)));
    }

    @Override
    public TrainedLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
        return new Training(shape.kernels(), parameters[0]);
    }

    @Override
    public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
        Tensor table = parameters[0];
        return new InferredLayer() {
            @Override
            public void forward(Tensor input, Tensor output, @Nullable Tensor scratch) {
                kernels.lookUp(table, input, column, output);
            }

            @Override
            public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
                kernels.lookUp(table, input, column, output);
            }
        };
    }

    /** The table in training. */
    private final class Training implements TrainedLayer {
        private final Kernels kernels;
        private final Tensor table;

        Training(Kernels kernels, Tensor table) {
            this.kernels = kernels;
            this.table = table;
        }

        @Override
        public LayerPart part(PartViews views) {
            return new LayerPart() {
                @Override
                public void forward() {
                    kernels.lookUp(table, views.input(), column, views.output());
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
            return gradient -> kernels.addUp(views.delta(), views.input(), column, first, gradient);
        }
    }
}
