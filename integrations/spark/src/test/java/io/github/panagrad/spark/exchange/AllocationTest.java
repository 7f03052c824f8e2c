package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.File;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Neither the thread that calls an exchange nor its own allocates heap memory for tensors that it knows. (In a process with more than
 * 127 open files the JDK's selector makes an Integer of the number of each connection that has something to read.)
 */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WORKERS = 3;
    private static final int WINDOWS = 300;
    private static final int STEPS = 50;
    private static final int QUIET = 3;

    /** In a JVM of its own: what the compiler makes of the code depends on everything that ran before. */
    @Test
    void allocatesNothing(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        Probe.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(probe.waitFor(100, TimeUnit.SECONDS));
        } finally {
            probe.destroyForcibly();
        }
        assertEquals("0 bytes", Files.readString(output).strip());
    }

    /** What the probe needs, without the jars of Spark: their files would be open. */
    private static String classPath() throws URISyntaxException {
        Set<String> paths = new LinkedHashSet<>();
        for (Class<?> one : List.of(
                Probe.class,
                TcpExchange.class,
                ExchangeException.class,
                Tensor.class,
                InvalidInputException.class,
                LoggerFactory.class)) {
            paths.add(Path.of(one.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return String.join(File.pathSeparator, paths);
    }

    /** Prints what the last of many steps allocated. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            System.out.println(measure() + " bytes");
        }
    }

    /** Returns 0 after some windows in a row without allocation, or the least of all windows. */
    private static long measure() {
        CyclicBarrier together = new CyclicBarrier(WORKERS);
        AtomicLong least = new AtomicLong(Long.MAX_VALUE);
        AtomicLong quiet = new AtomicLong();
        Workers.run(WORKERS, Workers.SETTINGS.withPieceBytes(4096), exchange -> {
            try (Slab slab = new Slab("test")) {
                List<Tensor> tensors = List.of(
                        slab.allocate(DType.F32, 1, 10_000),
                        slab.allocate(DType.F64, 7, 3),
                        slab.allocate(DType.F32, 1, 1),
                        slab.allocate(DType.F64, 1, 3000));
                MemorySegment mine = slab.allocateBytes(24);
                MemorySegment all = slab.allocateBytes(24 * WORKERS);
                for (int window = 0; window < WINDOWS; window++) {
                    together.await();
                    // Looking for the threads allocates, on this thread: not between the two questions.
                    long[] io = threads();
                    long start = allocated(io);
                    together.await();
                    long caller = THREADS.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < STEPS; i++) {
                        step(exchange, tensors, mine, all);
                    }
                    caller = THREADS.getCurrentThreadAllocatedBytes() - caller;
                    together.await();
                    if (exchange.worker() == 0) {
                        long bytes = caller + allocated(io) - start;
                        least.set(Math.min(least.get(), bytes));
                        quiet.set(bytes == 0 ? quiet.get() + 1 : 0);
                    }
                    together.await();
                    if (quiet.get() == QUIET) {
                        return;
                    }
                }
            }
        });
        return quiet.get() == QUIET ? 0 : Math.max(1, least.get());
    }

    private static void step(TcpExchange exchange, List<Tensor> tensors, MemorySegment mine, MemorySegment all) {
        for (int i = 0; i < tensors.size(); i++) {
            exchange.beginSum(tensors.get(i));
        }
        exchange.awaitSums();
        exchange.gather(mine, all);
    }

    private static long[] threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("panagrad-exchange-"))
                .mapToLong(Thread::threadId)
                .toArray();
    }

    private static long allocated(long[] threads) {
        long bytes = 0;
        for (long thread : threads) {
            bytes += THREADS.getThreadAllocatedBytes(thread);
        }
        return bytes;
    }
}
