package io.github.panagrad.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.DType;
import java.lang.management.ManagementFactory;

/**
 * Whether a training can fit into this machine at all. Systems promise memory that they do not have, and end the process
 * when it is used; nobody gets an error message then.
 */
final class MemoryCheck {
    private MemoryCheck() {}

    /** Requires that the machine, or the container, has the memory that a training needs at least. */
    static void require(NetworkSpec spec, DType dtype, TrainingConfig config) {
        double needed = bytes(spec, dtype, config);
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        if (needed > total) {
            throw new InputException("--layers and --batch-size make a training of about "
                    + Figures.bytes((long) needed) + ", but this machine has " + Figures.bytes(total)
                    + " of memory: use smaller layers or batches");
        }
    }

    /** Parameters and the optimiser's state; for each row of a batch the inputs, and outputs and deltas of the layers. */
    private static double bytes(NetworkSpec spec, DType dtype, TrainingConfig config) {
        double row = spec.inputs();
        for (int l = 0; l < spec.layers(); l++) {
            row += 2.0 * spec.fanOut(l);
        }
        double parameters =
                (double) spec.parameterCount() * (1 + config.optimizer().states());
        return (parameters + config.batchSize() * row) * dtype.bytes();
    }
}
