package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code f(norm(x Wᵀ) + b) * mask / keep}. Its parameters are the weights, the biases, with a standardisation the scales, with
 * PReLU the slopes, with a parametric activation the shares, and with one over columns the running averages.
 *
 * @param inputs the columns of x
 * @param outputs the columns of the result
 * @param activation f
 * @param standardization norm
 * @param dropout the probability that an output is dropped in training
 * @param skip how many layers its skip connection spans
 */
public record DenseLayer(
        int inputs, int outputs, Activation activation, Standardization standardization, double dropout, int skip)
        implements RowLayer {
    static final int WEIGHTS = 0;
    static final int BIASES = 1;

    @Override
    public List<LayerParameter> parameters() {
        List<LayerParameter> all = new ArrayList<>();
        all.add(LayerParameter.weights("weight", outputs, inputs));
        all.add(LayerParameter.vector("bias", ParameterKind.BIAS, outputs, 0));
        if (isStandardized()) {
            all.add(LayerParameter.vector("scale", ParameterKind.SCALE, outputs, 1));
        }
        if (activation instanceof Activation.PRelu prelu) {
            all.add(LayerParameter.vector("slope", ParameterKind.ACTIVATION, outputs, prelu.initialSlope()));
        }
        if (activation instanceof Activation.Parametric parametric) {
            all.add(LayerParameter.vector("share", ParameterKind.ACTIVATION, outputs, parametric.initialShare()));
        }
        if (standardization instanceof Standardization.Columns) {
            all.add(LayerParameter.vector("running_mean", ParameterKind.SCALE, outputs, 0)
                    .untrained());
            all.add(LayerParameter.vector("running_variance", ParameterKind.SCALE, outputs, 1)
                    .untrained());
        }
        return all;
    }

    boolean isStandardized() {
        return !(standardization instanceof Standardization.None);
    }

    /** Returns whether the activation has a parameter for each unit. */
    boolean learns() {
        return activation instanceof Activation.PRelu || isParametric();
    }

    /** Returns whether the activation is between the identity and a function. */
    boolean isParametric() {
        return activation instanceof Activation.Parametric;
    }

    /** Returns whether the activation keeps f'(z), or PReLU's z, for the backward pass. */
    boolean keeps() {
        return activation.keepsSlope() || learns();
    }

    /** Returns the number of the scales, if there are any. */
    int scales() {
        return BIASES + 1;
    }

    /** Returns the number of what the activation learns, PReLU's slopes or the shares, if there is any. */
    int learned() {
        return isStandardized() ? scales() + 1 : BIASES + 1;
    }

    /** Returns the number of the running means, which the running variances follow, if there are any. */
    int runningMeans() {
        return learns() ? learned() + 1 : scales() + 1;
    }

    @Override
    public Division division() {
        return switch (standardization) {
            case Standardization.None _ -> Division.FREE;
            case Standardization.Columns _ -> Division.WHOLE_COLUMNS;
            case Standardization.Rows _ -> Division.WHOLE_ROWS;
        };
    }

    @Override
    public boolean sumsOverRows() {
        return isStandardized() || learns();
    }

    @Override
    public double multiplications() {
        return (double) inputs * outputs;
    }

    @Override
    public long trainingBytes(BatchShape shape) {
        long bytes = keeps() ? Tensor.byteSize(shape.dtype(), shape.rows(), outputs) : 0;
        bytes += isParametric() ? Tensor.byteSize(shape.dtype(), shape.rows(), outputs) : 0;
        bytes += learns() ? Tensor.byteSize(shape.dtype(), shape.shares(), outputs) : 0;
        bytes += isFasterCopied(shape) ? Tensor.byteSize(shape.dtype(), inputs, outputs) : 0;
        return bytes + (isStandardized() ? NormalizationMemory.bytes(shape, outputs) : 0);
    }

    /** Returns whether the product with a transposed copy of the weights is faster. */
    boolean isFasterCopied(BatchShape shape) {
        return shape.kernels().isFasterCopied(shape.rows(), outputs, inputs);
    }

    @Override
    public TrainedRowLayer train(BatchShape shape, Slab slab, Tensor[] parameters) {
        return new DenseTraining(this, shape, slab, parameters);
    }

    @Override
    public int scratch(int rows) {
        return standardization instanceof Standardization.Rows ? rows : 0;
    }

    @Override
    public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
        return new DenseInference(this, kernels, parameters);
    }
}
