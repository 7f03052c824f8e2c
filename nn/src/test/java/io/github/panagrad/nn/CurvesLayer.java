package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.nn.engine.BatchShape;
import io.github.panagrad.nn.engine.ColumnLayer;
import io.github.panagrad.nn.engine.GradientSource;
import io.github.panagrad.nn.engine.GradientViews;
import io.github.panagrad.nn.engine.InferredLayer;
import io.github.panagrad.nn.engine.LayerParameter;
import io.github.panagrad.nn.engine.LayerPart;
import io.github.panagrad.nn.engine.PartViews;
import io.github.panagrad.nn.engine.TrainedLayer;
import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A kind of embedding that the library does not have: a number x in some column becomes {@code tanh(w_i x + b_i)}.
 *
 * @param column the column
 * @param dimension how many numbers it becomes
 */
record CurvesLayer(int column, int dimension) implements Layer {
    static final ColumnLayerKind<CurvesLayer> KIND = new Kind();

    @Override
    public OptionalInt inputColumn() {
        return OptionalInt.of(column);
    }

    private static final class Kind extends ColumnLayerKind<CurvesLayer> {
        Kind() {
            super(CurvesLayer.class, "test_curves");
        }

        @Override
        void write(CurvesLayer layer, JsonGenerator json) throws IOException {
            json.writeNumberField("column", layer.column());
            json.writeNumberField("dimension", layer.dimension());
        }

        @Override
        CurvesLayer read(LayerFields fields) {
            return new CurvesLayer(fields.integer("column"), fields.integer("dimension"));
        }

        @Override
        ColumnLayer engine(CurvesLayer layer) {
            return new Engine(layer.column(), layer.dimension());
        }

        @Override
        CurvesLayer narrowed(CurvesLayer layer, int column) {
            return new CurvesLayer(column, 1);
        }

        @Override
        List<CurvesLayer> examples() {
            return List.of(new CurvesLayer(0, 3), new CurvesLayer(1, 1));
        }
    }

    private record Engine(int column, int dimension) implements ColumnLayer {
        @Override
        public int outputs() {
            return dimension;
        }

        @Override
        public List<LayerParameter> parameters() {
            return List.of(
                    LayerParameter.whole(
                            "weight", ParameterKind.EMBEDDING, 1, dimension, new LayerParameter.Initial.Normal(1)),
                    LayerParameter.whole(
                                    "bias",
                                    ParameterKind.EMBEDDING,
                                    1,
                                    dimension,
                                    new LayerParameter.Initial.Normal(0.5))
                            .undecayed());
        }

        @Override
        public long trainingBytes(BatchShape shape) {
            return Tensor.byteSize(shape.dtype(), shape.rows(), dimension);
        }

        @Override
        public TrainedLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
            Tensor slopes = slab.allocate(shape.dtype(), shape.rows(), dimension);
            return new Training(column, parameters, slopes);
        }

        @Override
        public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
            return new InferredLayer() {
                @Override
                public void forward(Tensor input, Tensor output, @Nullable Tensor scratch) {
                    expand(column, parameters, input, output);
                }

                @Override
                public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
                    expand(column, parameters, input, output);
                }
            };
        }
    }

    /** What it keeps of a batch is the gradient with respect to {@code w_i x + b_i}, rows x dimension. */
    private static final class Training implements TrainedLayer {
        private final int column;
        private final Tensor[] parameters;
        private final Tensor gradients;

        Training(int column, Tensor[] parameters, Tensor gradients) {
            this.column = column;
            this.parameters = parameters;
            this.gradients = gradients;
        }

        @Override
        public LayerPart part(PartViews views) {
            Tensor kept = views.cut(gradients);
            return new LayerPart() {
                @Override
                public void forward() {
                    expand(column, parameters, views.input(), views.output());
                    // Dropout may follow on the same memory: the slope is kept now.
                    for (int r = 0; r < kept.rows(); r++) {
                        for (int c = 0; c < kept.columns(); c++) {
                            double y = views.output().get(r, c);
                            kept.set(r, c, 1 - y * y);
                        }
                    }
                }

                @Override
                public void backward() {
                    for (int r = 0; r < kept.rows(); r++) {
                        for (int c = 0; c < kept.columns(); c++) {
                            kept.set(r, c, kept.get(r, c) * views.delta().get(r, c));
                        }
                    }
                }
            };
        }

        @Override
        public GradientSource gradient(int parameter, GradientViews views) {
            Tensor kept = views.cutRows(gradients);
            return gradient -> {
                for (int c = 0; c < kept.columns(); c++) {
                    double sum = 0;
                    for (int r = 0; r < kept.rows(); r++) {
                        sum += kept.get(r, c) * (parameter == 0 ? views.input().get(r, column) : 1);
                    }
                    gradient.set(0, c, sum);
                }
            };
        }
    }

    private static void expand(int column, Tensor[] parameters, Tensor samples, Tensor output) {
        for (int r = 0; r < output.rows(); r++) {
            for (int c = 0; c < output.columns(); c++) {
                double z = parameters[0].get(0, c) * samples.get(r, column) + parameters[1].get(0, c);
                output.set(r, c, StrictMath.tanh(z));
            }
        }
    }
}
