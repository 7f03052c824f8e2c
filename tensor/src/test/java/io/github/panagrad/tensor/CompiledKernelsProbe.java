package io.github.panagrad.tensor;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs all kernels in turn until they are compiled, then prints what they still allocate, and the bits they give. */
final class CompiledKernelsProbe {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long PATIENCE_NANOS = 180_000_000_000L;
    private static final int CALLS = 200;

    private record Warm(String name, KernelCall.Prepared prepared) {}

    private CompiledKernelsProbe() {}

    /** Prints a line {@code bytes name=number} for each kernel that allocates, then those of {@link KernelBits}. */
    public static void main(String[] arguments) {
        allocated().forEach((name, bytes) -> System.out.println("bytes " + name + "=" + bytes));
        KernelBits.main(arguments);
    }

    /** Returns what the last round allocated: nothing, or what is left when patience ends. */
    private static Map<String, Long> allocated() {
        Map<String, Long> allocated = new TreeMap<>();
        try (Slab slab = new Slab("test")) {
            List<Warm> calls = new ArrayList<>();
            for (KernelSet set : KernelSet.ofNative().toList()) {
                for (int[] shape : KernelBits.SHAPES) {
                    for (KernelCall call : KernelCall.all(shape[0], shape[1])) {
                        String name = set + " " + call.name() + " " + shape[0] + "x" + shape[1];
                        calls.add(new Warm(name, call.prepare(set, slab)));
                    }
                }
            }
            long end = System.nanoTime() + PATIENCE_NANOS;
            do {
                allocated.clear();
                for (Warm call : calls) {
                    long bytes = measure(call.prepared);
                    if (bytes > 0) {
                        allocated.put(call.name, bytes);
                    }
                }
            } while (!allocated.isEmpty() && System.nanoTime() < end);
        }
        return allocated;
    }

    /** Returns the bytes that some calls allocated on this thread. */
    private static long measure(KernelCall.Prepared prepared) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            prepared.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
