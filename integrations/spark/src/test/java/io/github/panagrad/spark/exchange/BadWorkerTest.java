package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that knows the secret and then misbehaves makes this one fail with its name, and never gives a wrong sum. */
class BadWorkerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int COUNT = 40;

    private static final int CONTRIBUTION = 1;
    private static final int RESULT = 2;
    private static final int F32 = 1;

    /** The part of worker 0 is the first cache line: of 40 numbers the first 16. */
    private static final float[] MINE = new float[16];

    private static final float[] THEIRS = new float[24];

    static {
        Arrays.fill(MINE, 2);
        Arrays.fill(THEIRS, 3);
    }

    /** What the other worker does. */
    private interface Behaviour {
        void run(RawWorker worker) throws IOException, InterruptedException;
    }

    /** Sums 40 ones with a worker; returns the failure, or null if there was none and the sum is right. */
    private static @Nullable ExchangeException sum(Behaviour behaviour) throws Exception {
        ExchangeSettings settings = Workers.SETTINGS.withTimeout(TIMEOUT);
        ExchangePort port = ExchangePort.open(InetAddress.getLoopbackAddress(), settings);
        InetSocketAddress address = port.address();
        AtomicReference<@Nullable RawWorker> raw = new AtomicReference<>();
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> {
                    try {
                        RawWorker worker = RawWorker.join(address, settings.secret(), settings.stage());
                        raw.set(worker);
                        behaviour.run(worker);
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Workers.THREADS);
        long start = System.nanoTime();
        try (TcpExchange exchange = port.connect(0, List.of(address, address));
                Slab slab = new Slab("test")) {
            Tensor tensor = slab.allocate(DType.F32, 1, COUNT);
            tensor.fill(1);
            exchange.beginSum(tensor);
            exchange.awaitSums();
            for (int i = 0; i < COUNT; i++) {
                assertEquals(3, tensor.get(0, i), "element " + i);
            }
            return null;
        } catch (ExchangeException e) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < TIMEOUT.toMillis() + 1500, "it took " + millis + " ms: " + e.getMessage());
            return e;
        } finally {
            other.get();
            RawWorker worker = raw.get();
            if (worker != null) {
                worker.close();
            }
        }
    }

    private static byte[] contribution() {
        return RawWorker.frame(CONTRIBUTION, F32, 0, COUNT, 0, RawWorker.floats(MINE));
    }

    private static byte[] result() {
        return RawWorker.frame(RESULT, F32, 0, COUNT, 0, RawWorker.floats(THEIRS));
    }

    private static void requireFailure(Behaviour behaviour, String... expected) throws Exception {
        ExchangeException e = sum(behaviour);
        assertNotNull(e, "a sum was returned");
        Workers.requireMessage(e, "worker 1 at ");
        Workers.requireMessage(e, expected);
    }

    @Test
    void isNoneIfItBehaves() throws Exception {
        ExchangeException e = sum(worker -> {
            worker.first.getOutputStream().write(contribution());
            // Its own contribution of 24 numbers is what a worker answers to.
            byte[] theirs = worker.first.getInputStream().readNBytes(44 + 96);
            assertArrayEquals(RawWorker.frame(CONTRIBUTION, F32, 0, COUNT, 0, RawWorker.floats(ones(24))), theirs);
            byte[] sum = worker.second.getInputStream().readNBytes(44 + 64);
            float[] three = new float[16];
            Arrays.fill(three, 3);
            assertArrayEquals(RawWorker.frame(RESULT, F32, 0, COUNT, 0, RawWorker.floats(three)), sum);
            worker.second.getOutputStream().write(result());
        });
        assertEquals(null, e);
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void hangs() throws Exception {
        requireFailure(worker -> {}, "nothing has arrived for 2.0 s, and there is no answer from worker 1");
        requireFailure(
                worker -> worker.first.getOutputStream().write(contribution()),
                "nothing has arrived for 2.0 s, and there is no answer from worker 1");
        requireFailure(
                worker -> worker.first.getOutputStream().write(contribution(), 0, 50),
                "nothing has arrived for 2.0 s, and there is no answer from worker 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 43, 44, 45, 107})
    void diesWithinAFrame(int bytes) throws Exception {
        requireFailure(
                worker -> {
                    worker.first.getOutputStream().write(contribution(), 0, bytes);
                    worker.close();
                },
                "closed its connection without a word");
        requireFailure(
                worker -> {
                    worker.first.getOutputStream().write(contribution());
                    worker.first.getInputStream().readNBytes(44);
                    worker.second.getOutputStream().write(result(), 0, bytes);
                    worker.close();
                },
                "closed its connection without a word");
    }

    @Test
    void closesOneOfTwoConnections() throws Exception {
        requireFailure(worker -> worker.first.close(), "closed its connection without a word");
        requireFailure(
                worker -> {
                    worker.first.getOutputStream().write(contribution());
                    worker.second.close();
                },
                "closed its connection without a word");
    }

    @Test
    void resetsTheConnection() throws Exception {
        requireFailure(
                worker -> {
                    worker.first.setSoLinger(true, 0);
                    worker.second.setSoLinger(true, 0);
                    worker.close();
                },
                "closed its connection without a word");
    }

    @Test
    void sendsRubbish() throws Exception {
        requireFailure(
                worker -> worker.first
                        .getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: worker-0.cluster\r\nAccept: */*\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII)),
                "sent bytes that are no frame of this exchange");
        requireFailure(
                worker -> worker.second.getOutputStream().write(new byte[200]),
                "sent bytes that are no frame of this exchange");
    }

    @Test
    void isAtAnotherOperation() throws Exception {
        requireFailure(
                worker -> worker.first
                        .getOutputStream()
                        .write(RawWorker.frame(CONTRIBUTION, F32, 1, COUNT, 0, RawWorker.floats(MINE))),
                "sent operation 1, a sum of 40 numbers of float32, where operation 0 had to follow");
        requireFailure(
                worker -> {
                    worker.first.getOutputStream().write(contribution());
                    worker.second
                            .getOutputStream()
                            .write(RawWorker.frame(RESULT, F32, 7, COUNT, 0, RawWorker.floats(THEIRS)));
                },
                "sent operation 7, the result of a sum of 40 numbers of float32, where operation 0 had to follow");
    }

    @Test
    void sendsAFrameOfAnotherKind() throws Exception {
        for (int kind : new int[] {0, RESULT, 5, 127}) {
            requireFailure(
                    worker -> worker.first
                            .getOutputStream()
                            .write(RawWorker.frame(kind, F32, 0, COUNT, 0, RawWorker.floats(MINE))),
                    "had to follow");
        }
        requireFailure(worker -> worker.second.getOutputStream().write(contribution()), "had to follow");
    }

    @Test
    void sendsAnotherLength() throws Exception {
        for (int length : new int[] {-1, 0, 60, 68, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            requireFailure(
                    worker -> worker.first
                            .getOutputStream()
                            .write(RawWorker.frame(CONTRIBUTION, F32, 0, COUNT, 0, length, RawWorker.floats(MINE))),
                    "sent " + length + " bytes from 0 on of operation 0");
        }
        requireFailure(
                worker -> worker.first
                        .getOutputStream()
                        .write(RawWorker.frame(CONTRIBUTION, F32, 0, COUNT, 64, RawWorker.floats(MINE))),
                "sent 64 bytes from 64 on of operation 0");
    }

    @Test
    void sendsResultsNobodyAskedFor() throws Exception {
        ExchangePort port = ExchangePort.open(InetAddress.getLoopbackAddress(), Workers.SETTINGS);
        InetSocketAddress address = port.address();
        CompletableFuture<RawWorker> other = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        RawWorker worker = RawWorker.join(address, Workers.SETTINGS.secret(), Workers.SETTINGS.stage());
                        worker.second.getOutputStream().write(result());
                        return worker;
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Workers.THREADS);
        try (TcpExchange exchange = port.connect(0, List.of(address, address));
                RawWorker worker = other.get();
                Slab slab = new Slab("test")) {
            // The end of the connection tells that the result was read.
            RawWorker.rest(worker.second);
            Tensor tensor = slab.allocate(DType.F32, 1, COUNT);
            ExchangeException e = assertThrows(ExchangeException.class, () -> {
                exchange.beginSum(tensor);
                exchange.awaitSums();
            });
            Workers.requireMessage(
                    e,
                    "worker 1 at ",
                    "sent operation 0, the result of a sum of 40 numbers of float32, which this worker has not begun");
        }
    }

    @Test
    void saysMoreThanAFarewell() throws Exception {
        requireFailure(
                worker -> worker.second.getOutputStream().write(RawWorker.frame(4, 0, 1, 0, 0, 1 << 30, new byte[10])),
                "sent a farewell of 1073741824 bytes");
    }

    @Test
    void givesUpAndSaysWhy() throws Exception {
        byte[] farewell = RawWorker.frame(4, 0, 1, 0, 0, "its disk is full".getBytes(StandardCharsets.UTF_8));
        requireFailure(
                worker -> {
                    worker.second.getOutputStream().write(farewell);
                    worker.close();
                },
                "has given up: its disk is full");
        byte[] goodbye = RawWorker.frame(4, 0, 0, 0, 0, new byte[0]);
        requireFailure(
                worker -> {
                    worker.first.getOutputStream().write(goodbye);
                    worker.second.getOutputStream().write(goodbye);
                    worker.close();
                },
                "has left the exchange");
    }

    @Test
    void sendsFramesWithOneChangedBit() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 150; i++) {
            boolean isFirst = random.nextBoolean();
            byte[] contribution = contribution();
            byte[] result = result();
            byte[] changed = isFirst ? contribution : result;
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            ExchangeException e = sum(worker -> {
                worker.first.getOutputStream().write(contribution);
                worker.second.getOutputStream().write(result);
            });
            assertNotNull(e, "a changed bit was not noticed");
            Workers.requireMessage(e, "worker 1 at ");
        }
    }

    @Test
    void learnsWhyThisOneFails() throws Exception {
        AtomicReference<byte[]> last = new AtomicReference<>(new byte[0]);
        requireFailure(
                worker -> {
                    worker.first.getOutputStream().write(new byte[44]);
                    last.set(RawWorker.rest(worker.second));
                },
                "no frame");
        String text = new String(last.get(), StandardCharsets.UTF_8);
        assertTrue(text.contains("worker 1 at "), text);
        assertTrue(text.contains("sent bytes that are no frame"), text);
    }
}
