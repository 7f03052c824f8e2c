package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Kernels once the compiler is done with all of them, used in turn with both element types: they allocate nothing, and
 * give the bits that the interpreter gives.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CompiledKernelsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int CALLS = 200;

    private final Map<String, Long> allocated = new TreeMap<>();

    private record Warm(String name, KernelCall.Prepared prepared) {}

    /** Runs all kernels in turn until a whole round allocated nothing. */
    @BeforeAll
    void compile() {
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
    }

    /** Returns the bytes that some calls allocated on this thread. */
    private static long measure(KernelCall.Prepared prepared) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            prepared.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void allocateNothing() {
        assertEquals(Map.of(), allocated, "bytes in " + CALLS + " calls");
    }

    @Test
    void giveTheBitsOfTheInterpreter() throws Exception {
        Map<String, String> interpreted = new ChildJvm()
                .withOpenBlasSettings()
                .options(ChildJvm.VECTORS, "-Xint")
                .run(KernelBits.class)
                .succeeded()
                .values();
        assertTrue(interpreted.size() > 100, interpreted.toString());
        assertEquals(interpreted, KernelBits.all());
    }

    /** Kernels that do not sum over a register give the same bits in every width of register. */
    @Test
    void giveTheBitsOfNarrowerRegisters() throws Exception {
        Map<String, String> narrow = new ChildJvm()
                .withOpenBlasSettings()
                .options(ChildJvm.VECTORS, "-XX:MaxVectorSize=16")
                .run(KernelBits.class)
                .succeeded()
                .values();
        Map<String, String> wide = KernelBits.all();
        narrow.keySet().removeIf(CompiledKernelsTest::sumsOverRegisters);
        wide.keySet().removeIf(CompiledKernelsTest::sumsOverRegisters);
        assertTrue(narrow.size() > 80, narrow.toString());
        assertEquals(wide, narrow);
    }

    private static boolean sumsOverRegisters(String call) {
        return call.matches("(softmax|softmaxCrossEntropy|sigmoidCrossEntropy|squaredError|sumOfSquares|matrixVector"
                + "|gemm|axpy) .*");
    }
}
