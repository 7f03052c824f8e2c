package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.nn.engine.BatchShape;
import io.github.panagrad.nn.engine.Division;
import io.github.panagrad.nn.engine.GradientSource;
import io.github.panagrad.nn.engine.GradientViews;
import io.github.panagrad.nn.engine.InferredLayer;
import io.github.panagrad.nn.engine.LayerParameter;
import io.github.panagrad.nn.engine.LayerPart;
import io.github.panagrad.nn.engine.PartViews;
import io.github.panagrad.nn.engine.RowLayer;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.engine.TrainedRowLayer;
import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of layer that the library does not have: {@code y = s ⊙ x}, a learned factor for each input, as large as the learning
 * rate times a factor of its own lets it become.
 *
 * @param start what the factors start at
 * @param rateFactor what the learning rate is multiplied by
 * @param division how it may be divided
 * @param skip over how many layers its skip connection goes
 */
record ScaleLayer(double start, double rateFactor, Division division, int skip) implements Layer {
    static final RowLayerKind<ScaleLayer> KIND = new Kind();

    private static final class Kind extends RowLayerKind<ScaleLayer> {
        Kind() {
            super(ScaleLayer.class, "test_scale");
        }

        @Override
        void write(ScaleLayer layer, JsonGenerator json) throws IOException {
            json.writeNumberField("start", layer.start());
            json.writeNumberField("rate_factor", layer.rateFactor());
            json.writeStringField("division", layer.division().name());
            json.writeNumberField("skip", layer.skip());
        }

        @Override
        ScaleLayer read(LayerFields fields) {
            return new ScaleLayer(
                    fields.number("start", 1),
                    fields.number("rate_factor", 1),
                    Division.valueOf(fields.text("division")),
                    fields.integer("skip", 0));
        }

        @Override
        RowLayer engine(ScaleLayer layer, int inputs, int members) {
            return new Engine(layer, inputs);
        }

        @Override
        ScaleLayer resized(ScaleLayer layer, int outputs) {
            return layer;
        }

        @Override
        List<ScaleLayer> examples() {
            return List.of(
                    new ScaleLayer(1, 1, Division.FREE, 0), new ScaleLayer(0.1 + 0.2, 6, Division.WHOLE_ROWS, 1));
        }
    }

    private record Engine(ScaleLayer layer, int inputs) implements RowLayer {
        @Override
        public int outputs() {
            return inputs;
        }

        @Override
        public Division division() {
            return layer.division();
        }

        @Override
        public boolean sumsOverRows() {
            return true;
        }

        @Override
        public int skip() {
            return layer.skip();
        }

        @Override
        public double multiplications() {
            return inputs;
        }

        @Override
        public List<LayerParameter> parameters() {
            return List.of(LayerParameter.vector("factor", ParameterKind.SCALE, inputs, layer.start())
                    .withRateFactor(layer.rateFactor()));
        }

        @Override
        public long trainingBytes(BatchShape shape) {
            return Tensor.byteSize(shape.dtype(), shape.shards(), inputs);
        }

        @Override
        public TrainedRowLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
            Tensor shares = slab.allocate(shape.dtype(), shape.shards(), inputs);
            return new Training(parameters[0], shares, shape.kernels());
        }

        @Override
        public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
            Tensor factors = parameters[0];
            return new InferredLayer() {
                @Override
                public void forward(Tensor input, Tensor output, @Nullable Tensor scratch) {
                    scale(factors, 0, input, 0, false, output);
                }

                @Override
                public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
                    scale(factors, 0, input, 0, false, output);
                }
            };
        }
    }

    private record Training(Tensor factors, Tensor shares, Kernels kernels) implements TrainedRowLayer {
        @Override
        public LayerPart part(PartViews views) {
            int from = views.columns().from();
            Tensor own = views.input().columnRange(from, views.columns().to());
            Tensor share = views.cutShare(shares);
            return new LayerPart() {
                @Override
                public void forward() {
                    scale(factors, from, own, 0, false, views.output());
                }

                @Override
                public void backward() {
                    // Delta stays the gradient with respect to the outputs.
                    kernels.normalizations().columnDots(views.delta(), own, share);
                }
            };
        }

        @Override
        public Runnable inputGradient(
                StepPlan.Shard rows, Tensor delta, int from, int to, boolean isAdded, Tensor target) {
            return () -> scale(factors, from, delta, from, isAdded, target);
        }

        @Override
        public GradientSource gradient(int parameter, GradientViews views) {
            return GradientSource.sums(kernels, views.cutShares(shares));
        }
    }

    /** {@code y = x ⊙ s} for the columns of y, which are those of s and x from some column on; or added to y. */
    private static void scale(Tensor s, int fromFactor, Tensor x, int fromColumn, boolean isAdded, Tensor y) {
        for (int r = 0; r < y.rows(); r++) {
            for (int c = 0; c < y.columns(); c++) {
                double product = x.get(r, fromColumn + c) * s.get(0, fromFactor + c);
                y.set(r, c, isAdded ? y.get(r, c) + product : product);
            }
        }
    }
}
