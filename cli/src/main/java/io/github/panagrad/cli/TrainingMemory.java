package io.github.panagrad.cli;

import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.nn.MemoryPlan;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Backend;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the process of a training will have, in bytes. What is off the heap is known exactly; the rest is an
 * estimate, because it depends on what the JVM compiles and when it collects garbage.
 *
 * @param plan the network and its training
 * @param samples the tables of the data
 * @param runtime the JVM and OpenBLAS
 * @param backend whether OpenBLAS is there at all
 */
record TrainingMemory(MemoryPlan plan, long samples, long runtime, Backend backend) {
    /**
     * What the JVM takes besides the heap: classes, compiled code, the compilers' own memory, the pages of its libraries.
     * Measured with Temurin 25 on Linux, x86-64.
     */
    private static final long JVM_BYTES = 110_000_000;

    /** What OpenBLAS touches of the buffer that it has for each thread that calls it; measured, too. */
    private static final long OPENBLAS_BYTES_PER_THREAD = 5_000_000;

    /** Estimates, the heap being as large as it is now. */
    static TrainingMemory of(MemoryPlan plan, LoadedData data, Backend backend) {
        long blas = backend == Backend.NATIVE ? plan.threads() * OPENBLAS_BYTES_PER_THREAD : 0;
        long heap = Runtime.getRuntime().totalMemory();
        return new TrainingMemory(plan, bytes(data.samples()) + bytes(data.test()), JVM_BYTES + heap + blas, backend);
    }

    private static long bytes(@Nullable Dataset data) {
        if (data == null) {
            return 0;
        }
        long targets = data.targets() instanceof Targets.Values values
                ? values.table().segment().byteSize()
                : 0;
        return data.features().segment().byteSize() + targets;
    }

    /** Returns the bytes of all. */
    long total() {
        return plan.total() + samples + runtime;
    }

    /** Returns one line. */
    String describe() {
        return Figures.bytes(plan.total()) + " off the heap for network (" + Figures.bytes(plan.parameters())
                + ") and training, " + Figures.bytes(samples) + " for samples, about " + Figures.bytes(runtime)
                + " for the JVM" + (backend == Backend.NATIVE ? " and OpenBLAS" : "") + ": "
                + Figures.bytes(total()) + " in all";
    }
}
