package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.Turns;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A vector for a number: {@code max(0, [cos 2πcx, sin 2πcx] V + b)}. Its parameters are the frequencies c, the weights V, a row for
 * each cosine and then for each sine, and the biases b.
 *
 * @param column the column of the samples
 * @param frequencies how many
 * @param deviation σ of the frequencies at the start, from N(0, σ²) within 3 σ
 * @param dimension the length of the vector
 */
public record PeriodicReluLayer(int column, int frequencies, double deviation, int dimension) implements ColumnLayer {
    private static final int FREQUENCIES = 0;
    private static final int WEIGHTS = 1;
    private static final int BIASES = 2;

    /** Where the frequencies are cut at the start, in standard deviations. */
    private static final double CUT = 3;

    private static final Activation RELU = Activation.relu();

    @Override
    public int outputs() {
        return dimension;
    }

    /** Returns how many cosines and sines there are. */
    private int width() {
        return 2 * frequencies;
    }

    @Override
    public List<LayerParameter> parameters() {
        LayerParameter.Initial uniform = new LayerParameter.Initial.Uniform(1 / Math.sqrt(width()));
        return List.of(
                LayerParameter.whole(
                        "frequency",
                        ParameterKind.EMBEDDING,
                        1,
                        frequencies,
                        new LayerParameter.Initial.CutNormal(deviation, CUT)),
                LayerParameter.whole("weight", ParameterKind.EMBEDDING, width(), dimension, uniform),
                LayerParameter.whole("bias", ParameterKind.EMBEDDING, 1, dimension, uniform)
                        .undecayed());
    }

    @Override
    public long trainingBytes(BatchShape shape) {
        return 2 * Tensor.byteSize(shape.dtype(), shape.rows(), width());
    }

    @Override
    public TrainedLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
        return new Training(shape, slab, parameters);
    }

    @Override
    public int scratch(int rows) {
        return Math.multiplyExact(rows, width());
    }

    @Override
    public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
        return new InferredLayer() {
            @Override
            public void forward(Tensor input, Tensor output, @Nullable Tensor scratch) {
                Tensor memory = Objects.requireNonNull(scratch);
                Codes codes = new Codes(Tensor.over(memory.segment(), memory.dtype(), input.rows(), width()));
                link(kernels, parameters, input, codes, output);
            }

            @Override
            public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
                double x = input.get(0, column);
                for (int d = 0; d < dimension; d++) {
                    output.set(0, d, parameters[BIASES].get(0, d));
                }
                for (int j = 0; j < frequencies; j++) {
                    double turns = x * parameters[FREQUENCIES].get(0, j);
                    double cosine = Turns.cosine(turns);
                    double sine = Turns.sine(turns);
                    for (int d = 0; d < dimension; d++) {
                        double weighted = cosine * parameters[WEIGHTS].get(j, d)
                                + sine * parameters[WEIGHTS].get(frequencies + j, d);
                        output.set(0, d, output.get(0, d) + weighted);
                    }
                }
                for (int d = 0; d < dimension; d++) {
                    output.set(0, d, Math.max(0, output.get(0, d)));
                }
            }
        };
    }

    /** The cosines and sines of some rows, next to each other, or what belongs to them. */
    private final class Codes {
        final Tensor whole;
        final Tensor cosines;
        final Tensor sines;

        Codes(Tensor whole) {
            this.whole = whole;
            this.cosines = whole.columnRange(0, frequencies);
            this.sines = whole.columnRange(frequencies, width());
        }
    }

    private void link(Kernels kernels, Tensor[] parameters, Tensor input, Codes codes, Tensor output) {
        kernels.waves().waves(input, column, parameters[FREQUENCIES], null, codes.cosines, codes.sines);
        kernels.gemm(false, false, 1, codes.whole, parameters[WEIGHTS], 0, output);
        kernels.activate(RELU, parameters[BIASES], null, 1, output, null);
    }

    private final class Training implements TrainedLayer {
        private final Kernels kernels;
        private final Tensor[] parameters;
        private final Tensor codes;

        /** The gradient with respect to the codes, whose first half becomes that to the angles. */
        private final Tensor turns;

        Training(BatchShape shape, Slab slab, Tensor[] parameters) {
            this.kernels = shape.kernels();
            this.parameters = parameters;
            codes = slab.allocate(shape.dtype(), shape.rows(), width());
            turns = slab.allocate(shape.dtype(), shape.rows(), width());
        }

        @Override
        public LayerPart part(PartViews views) {
            StepPlan.Shard rows = views.rows();
            Codes code = new Codes(codes.rowRange(rows.from(), rows.to()));
            Codes turn = new Codes(turns.rowRange(rows.from(), rows.to()));
            return new LayerPart() {
                @Override
                public void forward() {
                    link(kernels, parameters, views.input(), code, views.output());
                }

                @Override
                public void backward() {
                    // What input dropout dropped has no gradient, and what it kept is as positive as before.
                    kernels.activationGradient(RELU, views.output(), null, null, 1, views.delta());
                    kernels.gemm(false, true, 1, views.delta(), parameters[WEIGHTS], 0, turn.whole);
                    kernels.waves().waveGradient(code.cosines, code.sines, turn.cosines, turn.sines);
                }
            };
        }

        @Override
        public GradientSource gradient(int parameter, GradientViews views) {
            return switch (parameter) {
                case FREQUENCIES -> {
                    Tensor x = views.input().columnRange(column, column + 1);
                    Tensor turn = views.cutRows(turns).columnRange(0, frequencies);
                    yield gradient -> kernels.gemm(true, false, 2 * Math.PI, x, turn, 0, gradient);
                }
                case WEIGHTS -> GradientSource.product(kernels, views.cutRows(codes), views.delta());
                default -> GradientSource.sums(kernels, views.delta());
            };
        }
    }
}
