package io.github.panagrad.cli.memory;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.nn.MemoryPlan;
import io.github.panagrad.tensor.Backend;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memory that the process of a training will have, in bytes. What is off the heap is known exactly; the rest is an
 * estimate, because it depends on what the JVM compiles and when it collects garbage. A value.
 *
 * @param plan a network and its training
 * @param members how many networks there are in the end
 * @param atOnce how many of them are trained at a time
 * @param data the tables of the data
 * @param heap what the training keeps on the heap
 * @param runtime the JVM and OpenBLAS
 * @param backend whether OpenBLAS is there at all
 */
public record TrainingMemory(
        MemoryPlan plan, int members, int atOnce, DataSize data, long heap, long runtime, Backend backend) {
    /**
     * Memory of the JVM outside the heap: classes, compiled code, the compilers' own memory, the pages of its libraries.
     * Measured with Temurin 25 on Linux, x86-64.
     */
    private static final long JVM_BYTES = 110_000_000;

    /** No JVM trains with less. */
    private static final long LEAST_JVM_BYTES = 60_000_000;

    /** The part that OpenBLAS touches of its buffer for each calling thread; measured, too. */
    private static final long OPENBLAS_BYTES_PER_THREAD = 5_000_000;

    /** Makes an estimate for the current size of the heap. */
    static TrainingMemory of(MemoryPlan plan, int members, int atOnce, DataSize data, long heap, Backend backend) {
        long blas = backend == Backend.NATIVE ? (long) atOnce * plan.threads() * OPENBLAS_BYTES_PER_THREAD : 0;
        long now = Runtime.getRuntime().totalMemory();
        return new TrainingMemory(plan, members, atOnce, data, heap, JVM_BYTES + now + blas, backend);
    }

    /** Returns the bytes of all. */
    public long total() {
        return sum(known(), runtime);
    }

    /** Returns the least that it takes, whatever the JVM does. */
    long least() {
        return sum(known(), LEAST_JVM_BYTES);
    }

    private long known() {
        return sum(sum(networks(), data.bytes()), heap);
    }

    /** Returns the bytes of the parameters of all networks. */
    long parameters() {
        return members * plan.parameters();
    }

    /** Returns the bytes of all networks and of the trainings that run at the same time. */
    private long networks() {
        return atOnce * (plan.total() - plan.parameters()) + parameters();
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /** Returns whether the memory that is certainly needed is within the limit. */
    public boolean canFit(MemoryLimit limit) {
        return least() <= limit.bytes() && fitsHeap();
    }

    /** Returns whether the JVM may have a heap that is large enough. */
    boolean fitsHeap() {
        return heap <= Runtime.getRuntime().maxMemory();
    }

    /** Returns whether all of it, the estimate of the JVM's own memory included, is within the limit. */
    public boolean fits(MemoryLimit limit) {
        return total() <= limit.bytes() && fitsHeap();
    }

    /** Returns the parts in bytes, by what they are. */
    public Map<String, Long> parts() {
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("parameters", parameters());
        parts.put("kept parameters", atOnce * plan.keptParameters());
        parts.put("optimizer state", atOnce * plan.optimizerState());
        parts.put("workspace", atOnce * plan.workspace());
        parts.put("gradient tiles", atOnce * plan.gradientTiles());
        parts.put("evaluation", atOnce * plan.evaluation());
        parts.put("data", data.bytes());
        parts.put("heap", heap);
        parts.put("runtime", runtime);
        return parts;
    }

    /** Returns one line. */
    public String describe() {
        return NumberText.bytes(networks()) + " off the heap for "
                + (members == 1 ? "network" : members + " networks") + " (" + NumberText.bytes(parameters())
                + ") and training, " + NumberText.bytes(data.bytes()) + " for samples"
                + (data.isMapped() ? " in addition to those in a file" : "") + ", about " + NumberText.bytes(runtime)
                + " for the JVM" + (backend == Backend.NATIVE ? " and OpenBLAS" : "") + ": "
                + NumberText.bytes(total()) + " in all";
    }
}
