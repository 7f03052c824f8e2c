package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A vector for a number: {@code (w x + c) + Σ_t e_t V_t} with the {@link PiecewiseCode} e of x. The first parameter has w and c as
 * its rows, uniform within {@code ±1/√d}, the second the rows V_t, which start at 0.
 */
public final class PiecewiseLinearLayer implements ColumnLayer {
    /** The numbers in front of a code: x and 1. */
    private static final int LINEAR = 2;

    private final int column;
    private final int dimension;
    private final PiecewiseCode code;

    /**
     * Makes a layer.
     *
     * @param column the column of the samples
     * @param edges ascending, at least two
     * @param dimension d
     */
    public PiecewiseLinearLayer(int column, double[] edges, int dimension) {
        this.column = column;
        this.dimension = dimension;
        this.code = new PiecewiseCode(edges);
    }

    @Override
    public int column() {
        return column;
    }

    @Override
    public int outputs() {
        return dimension;
    }

    @Override
    public List<LayerParameter> parameters() {
        return List.of(
                LayerParameter.whole(
                                "linear",
                                ParameterKind.EMBEDDING,
                                LINEAR,
                                dimension,
                                new LayerParameter.Initial.Uniform(1 / Math.sqrt(dimension)))
                        .undecayed(),
                LayerParameter.whole(
                        "weight",
                        ParameterKind.EMBEDDING,
                        code.bins(),
                        dimension,
                        new LayerParameter.Initial.Constant(0)));
    }

    private int width() {
        return LINEAR + code.bins();
    }

    @Override
    public long trainingBytes(BatchShape shape) {
        return Tensor.byteSize(shape.dtype(), shape.rows(), width());
    }

    @Override
    public TrainedLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
        return new Training(shape.kernels(), parameters, slab.allocate(shape.dtype(), shape.rows(), width()));
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
                MemoryOf memory = new MemoryOf(Objects.requireNonNull(scratch), input.rows());
                code.encode(input, column, memory.codes);
                memory.multiply(kernels, parameters, output);
            }

            @Override
            public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
                code.addUp(input.get(0, column), parameters[0], parameters[1], output);
            }
        };
    }

    /** The codes of some rows, with their two parts. */
    private final class MemoryOf {
        final Tensor codes;
        final Tensor linear;
        final Tensor bins;

        MemoryOf(Tensor memory, int rows) {
            codes = Tensor.over(memory.segment(), memory.dtype(), rows, width());
            linear = codes.columnRange(0, LINEAR);
            bins = codes.columnRange(LINEAR, width());
        }

        void multiply(Kernels kernels, Tensor[] parameters, Tensor output) {
            kernels.gemm(false, false, 1, linear, parameters[0], 0, output);
            kernels.gemm(false, false, 1, bins, parameters[1], 1, output);
        }
    }

    private final class Training implements TrainedLayer {
        private final Kernels kernels;
        private final Tensor[] parameters;
        private final Tensor codes;

        Training(Kernels kernels, Tensor[] parameters, Tensor codes) {
            this.kernels = kernels;
            this.parameters = parameters;
            this.codes = codes;
        }

        @Override
        public LayerPart part(PartViews views) {
            StepPlan.Shard rows = views.rows();
            MemoryOf memory = new MemoryOf(codes.rowRange(rows.from(), rows.to()), rows.rows());
            return new LayerPart() {
                @Override
                public void forward() {
                    code.encode(views.input(), column, memory.codes);
                    memory.multiply(kernels, parameters, views.output());
                }

                @Override
                public void backward() {
                    // The gradients are computed from delta as it is.
                }
            };
        }

        @Override
        public GradientSource gradient(int parameter, GradientViews views) {
            MemoryOf memory = new MemoryOf(codes, codes.rows());
            Tensor part = views.cutRows(parameter == 0 ? memory.linear : memory.bins);
            return GradientSource.product(kernels, part, views.delta());
        }
    }
}
