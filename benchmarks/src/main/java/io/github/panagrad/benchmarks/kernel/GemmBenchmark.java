package io.github.panagrad.benchmarks.kernel;

import io.github.panagrad.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The three matrix products of a dense layer. */
public class GemmBenchmark extends KernelBenchmark {
    /** The rows of the batch, the layer's inputs, and its units. */
    @Param({"32x20x64", "128x784x128", "128x784x512", "512x2048x2048"})
    public String layer;

    private Tensor input;
    private Tensor weights;
    private Tensor delta;
    private Tensor output;
    private Tensor inputGradient;
    private Tensor weightGradient;

    /** Makes the operands. */
    @Setup(Level.Trial)
    public void setUp() {
        loadKernels();
        int[] sizes = sizes(layer);
        input = normal(sizes[0], sizes[1]);
        weights = normal(sizes[2], sizes[1]);
        delta = normal(sizes[0], sizes[2]);
        output = slab.allocate(dtype, sizes[0], sizes[2]);
        inputGradient = slab.allocate(dtype, sizes[0], sizes[1]);
        weightGradient = slab.allocate(dtype, sizes[2], sizes[1]);
    }

    /** {@code output = input · weightsᵀ}. */
    @Benchmark
    public void forward() {
        kernels.gemm(false, true, 1, input, weights, 0, output);
    }

    /** {@code inputGradient = delta · weights}. */
    @Benchmark
    public void inputGradient() {
        kernels.gemm(false, false, 1, delta, weights, 0, inputGradient);
    }

    /** {@code weightGradient = deltaᵀ · input}. */
    @Benchmark
    public void weightGradient() {
        kernels.gemm(true, false, 1, delta, input, 0, weightGradient);
    }
}
