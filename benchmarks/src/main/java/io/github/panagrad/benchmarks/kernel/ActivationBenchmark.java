package io.github.panagrad.benchmarks.kernel;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Activations and their gradients. Both work in place, and applied to their own results they would soon meet infinite
 * or subnormal numbers, so each is given a fresh copy; {@link #copy} is what that takes.
 */
public class ActivationBenchmark extends KernelBenchmark {
    /** The name of the activation. */
    @Param({
        "identity",
        "relu",
        "leaky_relu",
        "sigmoid",
        "tanh",
        "gelu",
        "gelu_tanh",
        "silu",
        "elu",
        "selu",
        "softplus",
        "mish",
        "hard_sigmoid",
        "softsign",
        "prelu",
        "parametric_selu",
        "parametric_mish"
    })
    public String activation;

    /** Rows and columns. */
    @Param({"64x128", "512x2048"})
    public String shape;

    /** The probability of dropping an element. */
    @Param({"0", "0.5"})
    public double dropout;

    private Activation f;
    private @Nullable DropoutMask mask;
    private Tensor source;
    private Tensor bias;
    private Tensor output;
    private Tensor values;
    private Tensor kept;
    private Tensor rises;
    private Tensor slope;
    private Tensor slopeGradient;

    /** Makes the operands. */
    @Setup(Level.Trial)
    public void setUp() {
        loadKernels();
        f = Activation.choices().parse(activation);
        int[] sizes = sizes(shape);
        source = normal(sizes[0], sizes[1]);
        bias = normal(1, sizes[1]);
        output = slab.allocate(dtype, sizes[0], sizes[1]);
        values = slab.allocate(dtype, sizes[0], sizes[1]);
        if (dropout > 0) {
            mask = DropoutMask.allocate(slab, sizes[0], sizes[1]);
            kernels.fillMask(mask, 1, 0, dropout);
        }
        kept = slab.allocate(dtype, sizes[0], sizes[1]);
        rises = slab.allocate(dtype, sizes[0], sizes[1]);
        slope = normal(1, sizes[1]);
        slopeGradient = slab.allocate(dtype, 1, sizes[1]);
        output.copyFrom(source);
        activate(output);
    }

    private void activate(Tensor z) {
        if (f instanceof Activation.PRelu) {
            kernels.prelu(bias, slope, mask, 1 - dropout, z, kept);
        } else if (f instanceof Activation.Parametric parametric) {
            kernels.parametric(parametric, bias, slope, mask, 1 - dropout, z, kept, rises);
        } else {
            kernels.activate(f, bias, mask, 1 - dropout, z, f.keepsSlope() ? kept : null);
        }
    }

    /** The copy that is part of the others. */
    @Benchmark
    public void copy() {
        values.copyFrom(source);
    }

    /** Bias, activation and dropout. */
    @Benchmark
    public void activate() {
        values.copyFrom(source);
        activate(values);
    }

    /** The gradient through dropout and activation. */
    @Benchmark
    public void activationGradient() {
        values.copyFrom(source);
        if (f instanceof Activation.PRelu) {
            kernels.preluGradient(kept, slope, mask, 1 - dropout, values, slopeGradient);
        } else if (f instanceof Activation.Parametric) {
            kernels.parametricGradient(kept, rises, mask, 1 - dropout, values, slopeGradient);
        } else {
            kernels.activationGradient(f, output, f.keepsSlope() ? kept : null, mask, 1 - dropout, values);
        }
    }
}
