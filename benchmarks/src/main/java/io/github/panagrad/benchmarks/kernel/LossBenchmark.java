package io.github.panagrad.benchmarks.kernel;

import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossSum;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Losses with their gradients. */
public class LossBenchmark extends KernelBenchmark {
    /** Rows and outputs. */
    @Param({"32x1", "128x10", "512x1000"})
    public String shape;

    private final LossSum sum = new LossSum();
    private double scale;
    private Tensor logits;
    private Tensor targets;
    private MemorySegment labels;
    private Tensor delta;

    /** Makes the operands. */
    @Setup(Level.Trial)
    public void setUp() {
        loadKernels();
        int[] sizes = sizes(shape);
        scale = 1.0 / sizes[0];
        logits = normal(sizes[0], sizes[1]);
        delta = slab.allocate(dtype, sizes[0], sizes[1]);
        targets = slab.allocate(dtype, sizes[0], sizes[1]);
        labels = slab.allocateBytes((long) sizes[0] * Integer.BYTES);
        RandomKey key = RandomKey.of(2);
        for (int r = 0; r < sizes[0]; r++) {
            int label = key.below(r, sizes[1]);
            labels.setAtIndex(ValueLayout.JAVA_INT, r, label);
            targets.set(r, label, 1);
        }
    }

    /** Softmax cross-entropy. */
    @Benchmark
    public void softmaxCrossEntropy() {
        kernels.losses().softmaxCrossEntropy(logits, labels, scale, delta, sum);
    }

    /** Binary cross-entropy. */
    @Benchmark
    public void sigmoidCrossEntropy() {
        kernels.losses().sigmoidCrossEntropy(logits, targets, scale, delta, sum);
    }

    /** Squared error. */
    @Benchmark
    public void squaredError() {
        kernels.losses().squaredError(logits, targets, scale, delta, sum);
    }
}
