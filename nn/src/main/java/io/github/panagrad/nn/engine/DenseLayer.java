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
 * PReLU the slopes, with a parametric activation the shares, with a standardisation over columns the running averages, and with
 * adapters the factors of outputs and of inputs.
 *
 * @param inputs the columns of x
 * @param outputs the columns of the result
 * @param activation f
 * @param standardization norm
 * @param dropout the probability that an output is dropped in training
 * @param skip how many layers its skip connection spans
 * @param adapters what the members of an ensemble have of their own; the rows of a sample's members are next to each other
 */
public record DenseLayer(
        int inputs,
        int outputs,
        Activation activation,
        Standardization standardization,
        double dropout,
        int skip,
        MemberAdapters adapters)
        implements RowLayer {
    static final int WEIGHTS = 0;
    static final int BIASES = 1;

    @Override
    public List<LayerParameter> parameters() {
        List<LayerParameter> all = new ArrayList<>();
        all.add(LayerParameter.weights("weight", outputs, inputs));
        LayerParameter bias = LayerParameter.vector("bias", ParameterKind.BIAS, outputs, 0);
        all.add(adapters.exist() ? ofMembers(bias).undecayed() : bias);
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
        if (adapters.exist()) {
            all.add(ofMembers(LayerParameter.vector("output_factor", ParameterKind.SCALE, outputs, 1)));
        }
        if (scalesInputs()) {
            all.add(ofMembers(LayerParameter.vector("input_factor", ParameterKind.SCALE, inputs, 1)));
        }
        return all;
    }

    /** Returns a vector for each member. */
    private LayerParameter ofMembers(LayerParameter vector) {
        return LayerParameter.table(
                vector.label(), vector.kind(), adapters.members(), vector.columns(), vector.initial());
    }

    boolean scalesInputs() {
        return adapters.scalesInputs();
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

    /** Returns the number of the factors of outputs, which those of inputs follow, if there are any. */
    int outputFactors() {
        int before = BIASES + 1 + (isStandardized() ? 1 : 0) + (learns() ? 1 : 0);
        return standardization instanceof Standardization.Columns ? before + 2 : before;
    }

    @Override
    public Division division() {
        // The factors of inputs need the gradient with respect to all of a row's inputs, and so all of its outputs.
        return switch (standardization) {
            case Standardization.None _ -> scalesInputs() ? Division.WHOLE_ROWS : Division.FREE;
            case Standardization.Columns _ -> scalesInputs() ? Division.WHOLE_BATCH : Division.WHOLE_COLUMNS;
            case Standardization.Rows _ -> Division.WHOLE_ROWS;
        };
    }

    @Override
    public boolean sumsOverRows() {
        return isStandardized() || learns() || adapters.exist();
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
        bytes += adapters.exist() ? AdapterMemory.bytes(this, shape) : 0;
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
        // Scaled inputs are no longer needed when rows are standardised.
        return scalesInputs()
                ? Math.multiplyExact(rows, inputs)
                : standardization instanceof Standardization.Rows ? rows : 0;
    }

    @Override
    public InferredLayer infer(Kernels kernels, Tensor[] parameters) {
        return new DenseInference(this, kernels, parameters);
    }
}
