package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies each column by a factor, {@code y = r ⊙ x}; with several members it writes for each row that it reads one for each
 * member, with the factors of that member.
 *
 * @param inputs the columns
 * @param members the members, or 1
 * @param initial how the factors start
 */
public record FactorLayer(int inputs, int members, LayerParameter.Initial initial) implements RowLayer {
    @Override
    public int outputs() {
        return inputs;
    }

    @Override
    public double multiplications() {
        return (double) members * inputs;
    }

    @Override
    public List<LayerParameter> parameters() {
        return List.of(LayerParameter.table("factor", ParameterKind.SCALE, members, inputs, initial));
    }

    @Override
    public TrainedRowLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
        return new Training(shape.kernels(), parameters[0]);
    }

    @Override
    public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
        Tensor factors = parameters[0];
        return new InferredLayer() {
            @Override
            public void forward(Tensor input, Tensor output, @Nullable Tensor scratch) {
                kernels.members().spread(input, factors, output);
            }

            @Override
            public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
                kernels.members().spread(input, factors, output);
            }
        };
    }

    private final class Training implements TrainedRowLayer {
        private final Kernels kernels;
        private final Tensor factors;

        Training(Kernels kernels, Tensor factors) {
            this.kernels = kernels;
            this.factors = factors;
        }

        @Override
        public LayerPart part(PartViews views) {
            return new LayerPart() {
                @Override
                public void forward() {
                    kernels.members().spread(views.input(), factors, views.output());
                }

                @Override
                public void backward() {
                    // Delta stays the gradient with respect to the outputs.
                }
            };
        }

        @Override
        public Runnable inputGradient(
                StepPlan.Shard rows, Tensor delta, int from, int to, boolean isAdded, Tensor target) {
            Tensor columns = delta.columnRange(from, to);
            Tensor own = factors.columnRange(from, to);
            return () -> kernels.members().collect(columns, own, isAdded, target);
        }

        @Override
        public GradientSource gradient(int parameter, GradientViews views) {
            int first = views.rows().from();
            return gradient -> kernels.members().dots(views.input(), views.delta(), members, first, gradient);
        }
    }
}
