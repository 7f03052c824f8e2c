package io.github.panagrad.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.nn.MemoryPlan;
import java.lang.management.ManagementFactory;

/**
 * Whether a training can fit into this machine at all. Systems promise memory that they do not have, and end the process
 * when it is used; nobody gets an error message then.
 */
final class MemoryCheck {
    private MemoryCheck() {}

    /** Requires that the machine, or the container, has the memory that a training takes off the heap. */
    static void require(MemoryPlan plan) {
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        if (plan.total() > total) {
            throw new InputException("--layers and --batch-size make a training of "
                    + Figures.bytes(plan.total()) + ", but this machine has " + Figures.bytes(total)
                    + " of memory: use smaller layers or batches");
        }
    }
}
