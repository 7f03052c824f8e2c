package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A dense layer at inference: without dropout, and with the running statistics of batch normalisation. */
final class DenseInference implements InferredLayer {
    private final DenseLayer layer;
    private final Kernels kernels;
    private final Tensor[] parameters;

    DenseInference(DenseLayer layer, Kernels kernels, Tensor[] parameters) {
        this.layer = layer;
        this.kernels = kernels;
        this.parameters = parameters;
    }

    @Override
    public void forward(Tensor input, Tensor output, @Nullable Tensor scratch) {
        Tensor scaled = scaled(input, scratch);
        kernels.gemm(false, true, 1, scaled, parameters[DenseLayer.WEIGHTS], 0, output);
        finish(output, scratch);
    }

    @Override
    public void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch) {
        kernels.matrixVector(parameters[DenseLayer.WEIGHTS], scaled(input, scratch), output);
        finish(output, scratch);
    }

    /** Returns what the weights are multiplied by. */
    private Tensor scaled(Tensor input, @Nullable Tensor scratch) {
        if (!layer.scalesInputs()) {
            return input;
        }
        Tensor scaled = Objects.requireNonNull(scratch).reshaped(input.rows(), input.columns());
        kernels.members().spread(input, parameters[layer.outputFactors() + 1], scaled);
        return scaled;
    }

    /** Returns memory for a number of each row. */
    private static Tensor inverse(Tensor z, @Nullable Tensor scratch) {
        Tensor memory = Objects.requireNonNull(scratch);
        return memory.columns() == z.rows() ? memory : memory.columnRange(0, z.rows());
    }

    /** From {@code x Wᵀ} to the layer's output. */
    private void finish(Tensor z, @Nullable Tensor scratch) {
        if (layer.adapters().exist()) {
            kernels.members().spread(z, parameters[layer.outputFactors()], z);
        }
        switch (layer.standardization()) {
            case Standardization.None _ -> {}
            case Standardization.Columns columns ->
                kernels.normalizations()
                        .standardizeColumns(
                                parameters[layer.runningMeans()],
                                parameters[layer.runningMeans() + 1],
                                columns.epsilon(),
                                parameters[layer.scales()],
                                z,
                                z);
            case Standardization.Rows rows ->
                kernels.normalizations()
                        .standardizeRows(rows.epsilon(), parameters[layer.scales()], z, z, inverse(z, scratch));
        }
        Tensor biases = parameters[DenseLayer.BIASES];
        switch (layer.activation()) {
            case Activation.PRelu _ -> kernels.prelu(biases, parameters[layer.learned()], null, 1, z, null);
            case Activation.Parametric f ->
                kernels.parametric(f, biases, parameters[layer.learned()], null, 1, z, null, null);
            default -> kernels.activate(layer.activation(), biases, null, 1, z, null);
        }
    }
}
