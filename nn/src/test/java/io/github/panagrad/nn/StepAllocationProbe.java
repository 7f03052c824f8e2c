package io.github.panagrad.nn;

import com.sun.management.ThreadMXBean;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.WorkerTeam;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Measures what training steps allocate, for {@link StepAllocationTest}, which runs it in a JVM of its own. */
final class StepAllocationProbe {
    private static final int ROWS = 70;
    private static final int WINDOW_STEPS = 300;
    private static final int MAX_WINDOWS = 60;
    private static final int QUIET_WINDOWS = 3;

    private StepAllocationProbe() {}

    /** Prints a line for each optimiser and dropout, and each loss, ending in the bytes allocated; the argument is the element type. */
    public static void main(String[] args) {
        DType dtype = DType.ofLabel(args[0]);
        for (Optimizer optimizer :
                List.of(Optimizer.sgd(), Optimizer.momentum(), Optimizer.rmsProp(), Optimizer.adam())) {
            for (double dropout : new double[] {0, 0.3}) {
                System.out.println("case " + optimizer.name() + " " + dropout + " "
                        + measure(optimizer, Loss.softmaxCrossEntropy(), false, dtype, dropout));
            }
        }
        for (Loss loss : Networks.losses()) {
            for (boolean weighted : new boolean[] {false, true}) {
                System.out.println(
                        "case " + loss + " " + weighted + " " + measure(Optimizer.sgd(), loss, weighted, dtype, 0));
            }
        }
    }

    private static long measure(Optimizer optimizer, Loss loss, boolean weighted, DType dtype, double dropout) {
        NetworkSpec spec = NetworkSpec.inputs(19)
                .dense(67, Activation.relu(), dropout)
                .dense(33, Activation.tanh(), dropout)
                .output(5, loss);
        Dataset plain = Networks.batch(ROWS, 19, 5, loss, 3);
        Dataset data = weighted
                ? plain.withSampleWeights(
                        IntStream.range(0, ROWS).mapToDouble(r -> r % 3).toArray())
                : plain;
        try (Network network = Network.create(spec, dtype, Backend.NATIVE, Initializer.he(), 1);
                WorkerTeam team = new WorkerTeam(2);
                TrainingStep step = new TrainingStep(
                        network,
                        team,
                        optimizer.rule(network.kernels()),
                        optimizer.states(),
                        0.01,
                        ROWS,
                        rows -> StepPlan.forThreads(spec, rows, 2))) {
            step.bind(data, data.rows());
            return leastAllocation(step);
        }
    }

    /** Returns 0 after some windows in a row without allocation, or what the last window allocated. */
    private static long leastAllocation(TrainingStep step) {
        int quiet = 0;
        long bytes = -1;
        long number = 0;
        for (int w = 0; w < MAX_WINDOWS && quiet < QUIET_WINDOWS; w++) {
            long[] threads = team();
            // Asking allocates, too: what two questions in a row differ by.
            long asking = -allocated(threads) + allocated(threads);
            long before = allocated(threads);
            for (int i = 0; i < WINDOW_STEPS; i++) {
                step.drawMasks(++number);
                step.run(0, ROWS, number, 1e-6);
            }
            bytes = allocated(threads) - before - asking;
            quiet = bytes == 0 ? quiet + 1 : 0;
        }
        return bytes;
    }

    private static ThreadMXBean bean() {
        return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    /** The caller and the workers; the workers of other tests' teams are at rest. */
    private static long[] team() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread == Thread.currentThread() || thread.getName().startsWith("panagrad-"))
                .mapToLong(Thread::threadId)
                .toArray();
    }

    private static long allocated(long[] threads) {
        return Arrays.stream(bean().getThreadAllocatedBytes(threads)).sum();
    }
}
