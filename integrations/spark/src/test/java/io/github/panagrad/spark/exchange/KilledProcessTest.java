package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is a process of its own is killed, or stopped, in the middle of sums. */
class KilledProcessTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int COUNT = 2_000_000;

    /** The other worker: sums for ever. */
    static final class OtherWorker {
        private OtherWorker() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            try (TcpExchange exchange = join(Path.of(args[0]), 1)) {
                sumForEver(exchange);
            }
        }
    }

    private static TcpExchange join(Path folder, int worker) throws IOException, InterruptedException {
        // For the start of a JVM on a busy machine; then the short one.
        try (ExchangePort port =
                ExchangePort.open(InetAddress.getLoopbackAddress(), Workers.SETTINGS.withTimeout(TIMEOUT))) {
            return port.connect(worker, AddressFolder.tell(folder, "port", worker, 2, port.address()));
        }
    }

    private static void sumForEver(TcpExchange exchange) {
        try (Slab slab = new Slab("test")) {
            Tensor tensor = slab.allocate(DType.F32, 1, COUNT);
            while (true) {
                tensor.fill(1);
                exchange.beginSum(tensor);
                exchange.awaitSums();
                assertEquals(2, tensor.get(0, 0));
                assertEquals(2, tensor.get(0, COUNT - 1));
            }
        }
    }

    private static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherWorker.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    @Test
    void isNoticedAtOnce(@TempDir Path folder) throws Exception {
        Process other = start(folder);
        try (TcpExchange exchange = join(folder, 0)) {
            Thread killer = new Thread(() -> {
                try {
                    Thread.sleep(500 + new Random().nextInt(500));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                other.destroyForcibly();
            });
            killer.start();
            ExchangeException e = assertThrows(ExchangeException.class, () -> sumForEver(exchange));
            assertTrue(other.waitFor(5, TimeUnit.SECONDS));
            Workers.requireMessage(e, "worker 1 at ", "closed its connection without a word");
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void thatIsStoppedIsNoticedWithinTheTimeout(@TempDir Path folder) throws Exception {
        Process other = start(folder);
        try (TcpExchange exchange = join(folder, 0)) {
            Thread stopper = new Thread(() -> {
                try {
                    Thread.sleep(500);
                    new ProcessBuilder(List.of("kill", "-STOP", String.valueOf(other.pid())))
                            .start()
                            .waitFor();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            stopper.start();
            long start = System.nanoTime();
            ExchangeException e = assertThrows(ExchangeException.class, () -> sumForEver(exchange));
            long millis = (System.nanoTime() - start) / 1_000_000;
            Workers.requireMessage(e, "nothing has arrived for 3.0 s, and there is no answer from worker 1 at ");
            assertTrue(millis < 500 + TIMEOUT.toMillis() + 2000, "after " + millis + " ms");
        } finally {
            other.destroyForcibly();
        }
    }
}
