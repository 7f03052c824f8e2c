package io.github.panagrad.spark.estimator;

import com.sun.management.OperatingSystemMXBean;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.MemoryPlan;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * The memory off the heap that a worker needs. A value.
 *
 * @param rows bytes of encoded rows in memory
 * @param training bytes of the training
 */
record WorkerMemory(long rows, long training) {
    private static final double GIGABYTE = 1e9;

    /**
     * Plans it.
     *
     * @param count the worker's rows, those held back included
     * @param isInFile whether encoded rows are kept in a file
     * @param workers how many train together; 0 for one by itself
     */
    static WorkerMemory of(
            NetworkSpec spec, DType dtype, TrainingConfig how, long count, boolean isInFile, int workers) {
        long rows = isInFile ? 0 : count * spec.inputs() * dtype.bytes();
        return new WorkerMemory(
                rows,
                MemoryPlan.of(spec, dtype, Backend.preferred(), how, 1, workers).total());
    }

    /** Returns it in words. */
    String describe() {
        return gigabytes(rows + training) + " off the heap: " + gigabytes(rows) + " of encoded rows and "
                + gigabytes(training) + " for training";
    }

    /**
     * Requires that this machine, or its container, has it besides the heap.
     *
     * @throws InvalidInputException if it cannot
     */
    void require() {
        long limit =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        require(limit, Runtime.getRuntime().totalMemory());
    }

    /**
     * Requires it.
     *
     * @param limit what the machine or its container has
     * @param heap what the heap takes of it
     */
    void require(long limit, long heap) {
        if (rows + training > limit - heap) {
            throw new InvalidInputException("a worker needs " + describe() + ", but its machine or container has "
                    + gigabytes(limit) + ", of which the heap takes " + gigabytes(heap)
                    + "; keep encoded rows in files with dataStore, give executors more"
                    + " spark.executor.memoryOverhead, or use fewer rows or a smaller batch");
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.3f GB", bytes / GIGABYTE);
    }
}
