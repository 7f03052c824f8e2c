package io.github.panagrad.spark.tasks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * Divides pieces of work among tasks, so that small ones share the cost of a task and all slots are busy until the end: a task takes a share
 * of what remains, as in the guided self-scheduling of Polychronopoulos and Kuck (1987), so that the first tasks are the longest. For use on
 * the driver.
 */
public final class Chunks {
    /** A task begins with half of what each slot would still have to do, in case that its pieces take longer than those of others. */
    private static final int PARTS = 2;

    private static final int MOST_SLOTS = 1 << 20;

    private Chunks() {}

    /**
     * Divides pieces, which keep their order.
     *
     * @param weights of the pieces, what takes longest first
     * @param slots how many tasks run at once
     * @param smallest weight up to which pieces share a task in any case
     * @param largest weight above which they do not
     * @return the first piece of each task, and the number of pieces last
     */
    public static int[] starts(long[] weights, int slots, long smallest, long largest) {
        IntStream.Builder starts = IntStream.builder();
        long remaining = Arrays.stream(weights).sum();
        int next = 0;
        while (next < weights.length) {
            starts.add(next);
            long most = Math.clamp(remaining / ((long) PARTS * slots), smallest, largest);
            long weight = weights[next++];
            while (next < weights.length && weight + weights[next] <= most) {
                weight += weights[next++];
            }
            remaining -= weight;
        }
        return starts.add(weights.length).build().toArray();
    }

    /**
     * Returns how many tasks may run at once: as many as the cluster's cores allow now, or with all executors that are asked for. A cluster that
     * grows without a limit has slots for all tasks.
     */
    public static int slots(SparkContext context) {
        SparkConf conf = context.conf();
        boolean grows = !context.isLocal() && conf.getBoolean("spark.dynamicAllocation.enabled", false);
        long executors = grows
                ? conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE)
                : conf.getInt("spark.executor.instances", 0);
        long asked = Math.max(executors * conf.getInt("spark.executor.cores", 1), conf.getInt("spark.cores.max", 0));
        long cores = Math.max(asked, context.defaultParallelism());
        return Math.clamp(cores / conf.getInt("spark.task.cpus", 1), 1, MOST_SLOTS);
    }
}
