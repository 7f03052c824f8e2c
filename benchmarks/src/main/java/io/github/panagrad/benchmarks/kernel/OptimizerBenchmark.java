package io.github.panagrad.benchmarks.kernel;

import io.github.panagrad.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The updates of optimisers. */
public class OptimizerBenchmark extends KernelBenchmark {
    /** So small that parameters hardly move, however often they are updated. */
    private static final double RATE = 1e-12;

    /** The parameters of a tile: in cache, and more than fit there. */
    @Param({"4096", "262144", "4194304"})
    public int parameters;

    private Tensor theta;
    private Tensor gradient;
    private Tensor first;
    private Tensor second;

    /** Makes the operands. */
    @Setup(Level.Trial)
    public void setUp() {
        loadKernels();
        theta = normal(1, parameters);
        gradient = normal(1, parameters);
        first = slab.allocate(dtype, 1, parameters);
        second = slab.allocate(dtype, 1, parameters);
    }

    /** SGD: {@code theta = theta - rate * gradient}. */
    @Benchmark
    public void sgd() {
        kernels.axpy(-RATE, gradient, theta);
    }

    /** Momentum. */
    @Benchmark
    public void momentum() {
        kernels.momentum(theta, gradient, first, RATE, 0.9, 0);
    }

    /** RMSprop. */
    @Benchmark
    public void rmsProp() {
        kernels.rmsProp(theta, gradient, second, RATE, 0.9, 1e-8, 0);
    }

    /** Adam. */
    @Benchmark
    public void adam() {
        kernels.adam(theta, gradient, first, second, RATE, 1, 0.9, 0.999, 1e-8, 0);
    }
}
