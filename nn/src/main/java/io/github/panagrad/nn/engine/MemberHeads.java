package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer with weights and biases of each member's own: {@code y = x W_iᵀ + b_i} for the rows of member i. Its weights are
 * (count outputs) x inputs, those of a member one after the other, and its biases count x outputs; both start uniform
 * within {@code ±1/√inputs}.
 *
 * @param inputs the columns of x
 * @param outputs the columns of y
 * @param count the members
 */
public record MemberHeads(int inputs, int outputs, int count) implements RowLayer {
    private static final int WEIGHTS = 0;
    private static final int BIASES = 1;

    /** Made once, because a step allocates nothing. */
    private static final Activation IDENTITY = Activation.identity();

    @Override
    public double multiplications() {
        return (double) inputs * outputs;
    }

    @Override
    public List<LayerParameter> parameters() {
        LayerParameter.Initial initial = new LayerParameter.Initial.Uniform(1 / Math.sqrt(inputs));
        return List.of(
                LayerParameter.table(
                        "weight", ParameterKind.WEIGHT, Math.multiplyExact(count, outputs), inputs, initial),
                LayerParameter.whole("bias", ParameterKind.BIAS, count, outputs, initial)
                        .undecayed());
    }

    @Override
    public TrainedRowLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
        return new Training(shape.kernels(), parameters[WEIGHTS], parameters[BIASES]);
    }

    @Override
    public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
        return new InferredLayer() {
            @Override
            public void forward(Tensor input, Tensor output, @Nullable Tensor scratch) {
                for (Head head : heads(parameters[WEIGHTS], input, output)) {
                    head.forward(kernels);
                }
                kernels.activate(IDENTITY, parameters[BIASES], null, 1, output, null);
            }

            @Override
            public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
                forward(input, output, scratch);
            }
        };
    }

    /** A member's rows and weights. */
    private record Head(Tensor weights, Tensor input, Tensor output) {
        void forward(Kernels kernels) {
            kernels.gemm(false, true, 1, input, weights, 0, output);
        }
    }

    private List<Head> heads(Tensor weights, Tensor input, Tensor output) {
        Tensor[] inputs = MemberRows.split(input, count);
        Tensor[] outputs = MemberRows.split(output, count);
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            heads.add(new Head(weights.rowRange(i * this.outputs, (i + 1) * this.outputs), inputs[i], outputs[i]));
        }
        return heads;
    }

    private final class Training implements TrainedRowLayer {
        private final Kernels kernels;
        private final Tensor weights;
        private final Tensor biases;

        Training(Kernels kernels, Tensor weights, Tensor biases) {
            this.kernels = kernels;
            this.weights = weights;
            this.biases = biases;
        }

        @Override
        public LayerPart part(PartViews views) {
            Head[] heads = heads(weights, views.input(), views.output()).toArray(Head[]::new);
            return new LayerPart() {
                @Override
                public void forward() {
                    for (Head head : heads) {
                        head.forward(kernels);
                    }
                    kernels.activate(IDENTITY, biases, null, 1, views.output(), null);
                }

                @Override
                public void backward() {
                    // Linear: delta is what the gradients start from.
                }
            };
        }

        @Override
        public Runnable inputGradient(
                StepPlan.Shard rows, Tensor delta, int from, int to, boolean isAdded, Tensor target) {
            Tensor[] deltas = MemberRows.split(delta, count);
            Tensor[] targets = MemberRows.split(target, count);
            Tensor[] ofMembers = new Tensor[count];
            for (int i = 0; i < count; i++) {
                ofMembers[i] = weights.rowRange(i * outputs, (i + 1) * outputs).columnRange(from, to);
            }
            return () -> {
                for (int i = 0; i < count; i++) {
                    kernels.gemm(false, false, 1, deltas[i], ofMembers[i], isAdded ? 1 : 0, targets[i]);
                }
            };
        }

        @Override
        public GradientSource gradient(int parameter, GradientViews views) {
            Tensor[] deltas = MemberRows.split(views.delta(), count);
            if (parameter == BIASES) {
                List<GradientSource> sums = new ArrayList<>();
                List<StepPlan.Block> rows = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    sums.add(GradientSource.sums(kernels, deltas[i]));
                    rows.add(new StepPlan.Block(i, i + 1));
                }
                return new StackedGradient(sums, rows);
            }
            return weightGradient(deltas, MemberRows.split(views.input(), count), views.rows());
        }

        /** The gradient of some rows of the weights, which may be those of several members. */
        private GradientSource weightGradient(Tensor[] deltas, Tensor[] inputs, StepPlan.Block rows) {
            List<GradientSource> products = new ArrayList<>();
            List<StepPlan.Block> stretches = new ArrayList<>();
            for (int row = rows.from(); row < rows.to(); ) {
                int member = row / outputs;
                int first = member * outputs;
                int end = Math.min(rows.to(), first + outputs);
                Tensor delta = deltas[member].columnRange(row - first, end - first);
                products.add(GradientSource.product(kernels, delta, inputs[member]));
                stretches.add(new StepPlan.Block(row - rows.from(), end - rows.from()));
                row = end;
            }
            return new StackedGradient(products, stretches);
        }
    }
}
