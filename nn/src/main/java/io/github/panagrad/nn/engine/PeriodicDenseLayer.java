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
 * A vector for a number: {@code (h V + c, x)} with {@code h = cos(2π x w + b)}. Its parameters are the frequencies w, the phases b,
 * the weights V, a row for each frequency, and the biases c.
 *
 * @param column the column of the samples
 * @param frequencies how many
 * @param deviation σ of the frequencies at the start, from N(0, σ²)
 * @param dimension the length of the vector, x included
 */
public record PeriodicDenseLayer(int column, int frequencies, double deviation, int dimension) implements ColumnLayer {
    private static final int FREQUENCIES = 0;
    private static final int PHASES = 1;
    private static final int WEIGHTS = 2;
    private static final int BIASES = 3;

    private static final Activation IDENTITY = Activation.identity();

    @Override
    public int outputs() {
        return dimension;
    }

    /** Returns how many numbers are learned functions of x. */
    private int learned() {
        return dimension - 1;
    }

    @Override
    public List<LayerParameter> parameters() {
        LayerParameter.Initial uniform = new LayerParameter.Initial.Uniform(1 / Math.sqrt(frequencies));
        return List.of(
                LayerParameter.whole(
                        "frequency",
                        ParameterKind.EMBEDDING,
                        1,
                        frequencies,
                        new LayerParameter.Initial.Normal(deviation)),
                LayerParameter.whole(
                                "phase",
                                ParameterKind.EMBEDDING,
                                1,
                                frequencies,
                                new LayerParameter.Initial.Uniform(Math.PI))
                        .undecayed(),
                LayerParameter.whole("weight", ParameterKind.EMBEDDING, frequencies, learned(), uniform),
                LayerParameter.whole("bias", ParameterKind.EMBEDDING, 1, learned(), uniform)
                        .undecayed());
    }

    @Override
    public long trainingBytes(BatchShape shape) {
        return 3 * Tensor.byteSize(shape.dtype(), shape.rows(), frequencies);
    }

    @Override
    public TrainedLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
        return new Training(shape, slab, parameters);
    }

    @Override
    public int scratch(int rows) {
        return Math.multiplyExact(rows, frequencies);
    }

    @Override
    public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
        return new InferredLayer() {
            @Override
            public void forward(Tensor input, Tensor output, @Nullable Tensor scratch) {
                Tensor memory = Objects.requireNonNull(scratch);
                Tensor cosines = Tensor.over(memory.segment(), memory.dtype(), input.rows(), frequencies);
                kernels.waves().waves(input, column, parameters[FREQUENCIES], parameters[PHASES], cosines, null);
                link(kernels, parameters, cosines, output.columnRange(0, learned()));
                SampleColumn.copy(input, column, output, learned());
            }

            @Override
            public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
                double x = input.get(0, column);
                for (int d = 0; d < learned(); d++) {
                    output.set(0, d, parameters[BIASES].get(0, d));
                }
                for (int j = 0; j < frequencies; j++) {
                    double phase = parameters[PHASES].get(0, j) / (2 * Math.PI);
                    double h = Turns.cosine(x * parameters[FREQUENCIES].get(0, j) + phase);
                    for (int d = 0; d < learned(); d++) {
                        output.set(0, d, output.get(0, d) + h * parameters[WEIGHTS].get(j, d));
                    }
                }
                output.set(0, learned(), x);
            }
        };
    }

    private static void link(Kernels kernels, Tensor[] parameters, Tensor cosines, Tensor learned) {
        kernels.gemm(false, false, 1, cosines, parameters[WEIGHTS], 0, learned);
        kernels.activate(IDENTITY, parameters[BIASES], null, 1, learned, null);
    }

    private final class Training implements TrainedLayer {
        private final Kernels kernels;
        private final Tensor[] parameters;
        private final Tensor cosines;
        private final Tensor sines;

        /** The gradient with respect to the angles. */
        private final Tensor turns;

        Training(BatchShape shape, Slab slab, Tensor[] parameters) {
            this.kernels = shape.kernels();
            this.parameters = parameters;
            cosines = slab.allocate(shape.dtype(), shape.rows(), frequencies);
            sines = slab.allocate(shape.dtype(), shape.rows(), frequencies);
            turns = slab.allocate(shape.dtype(), shape.rows(), frequencies);
        }

        @Override
        public LayerPart part(PartViews views) {
            StepPlan.Shard rows = views.rows();
            Tensor cosine = cosines.rowRange(rows.from(), rows.to());
            Tensor sine = sines.rowRange(rows.from(), rows.to());
            Tensor turn = turns.rowRange(rows.from(), rows.to());
            Tensor output = views.output().columnRange(0, learned());
            Tensor delta = views.delta().columnRange(0, learned());
            return new LayerPart() {
                @Override
                public void forward() {
                    kernels.waves()
                            .waves(views.input(), column, parameters[FREQUENCIES], parameters[PHASES], cosine, sine);
                    link(kernels, parameters, cosine, output);
                    SampleColumn.copy(views.input(), column, views.output(), learned());
                }

                @Override
                public void backward() {
                    kernels.gemm(false, true, 1, delta, parameters[WEIGHTS], 0, turn);
                    kernels.waves().waveGradient(cosine, sine, turn, null);
                }
            };
        }

        @Override
        public GradientSource gradient(int parameter, GradientViews views) {
            Tensor delta = views.delta().columnRange(0, learned());
            Tensor turn = views.cutRows(turns);
            return switch (parameter) {
                case FREQUENCIES -> {
                    Tensor x = views.input().columnRange(column, column + 1);
                    yield gradient -> kernels.gemm(true, false, 2 * Math.PI, x, turn, 0, gradient);
                }
                case PHASES -> GradientSource.sums(kernels, turn);
                case WEIGHTS -> GradientSource.product(kernels, views.cutRows(cosines), delta);
                default -> GradientSource.sums(kernels, delta);
            };
        }
    }
}
