package io.github.panagrad.benchmarks.kernel;

import io.github.panagrad.tensor.kernel.DropoutMask;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Drawing a dropout mask. */
public class DropoutMaskBenchmark extends KernelBenchmark {
    /** Rows and columns. */
    @Param({"32x64", "128x512", "512x2048"})
    public String shape;

    private DropoutMask mask;
    private long step;

    /** Makes the operands. */
    @Setup(Level.Trial)
    public void setUp() {
        loadKernels();
        int[] sizes = sizes(shape);
        mask = DropoutMask.allocate(slab, sizes[0], sizes[1]);
    }

    /** A new mask for each step. */
    @Benchmark
    public void fillMask() {
        kernels.fillMask(mask, step++, 0, 0.5);
    }
}
