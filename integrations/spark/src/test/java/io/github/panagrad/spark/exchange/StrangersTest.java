package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who does not know the secret is dropped, and does not keep the workers from meeting. */
class StrangersTest {
    private static final byte[] OTHER_SECRET = "something that is not it".getBytes(StandardCharsets.UTF_8);

    private ExchangePort port;
    private CompletableFuture<TcpExchange> joining;

    /** Worker 0 of two, which waits for worker 1. */
    @BeforeEach
    void listen() {
        port = ExchangePort.open(InetAddress.getLoopbackAddress(), Workers.SETTINGS);
        joining = CompletableFuture.supplyAsync(
                () -> port.connect(0, List.of(port.address(), port.address())), Workers.THREADS);
    }

    @AfterEach
    void leave() throws Exception {
        port.close();
        try {
            joining.get().close();
        } catch (ExecutionException e) {
            // It was never complete.
            assertTrue(e.getCause() instanceof ExchangeException, String.valueOf(e.getCause()));
        }
    }

    /** Worker 1 comes; the two must be able to work, and nobody listens any more. */
    private void requireMeeting() throws Exception {
        try (ExchangePort second = ExchangePort.open(InetAddress.getLoopbackAddress(), Workers.SETTINGS);
                TcpExchange other = second.connect(1, List.of(port.address(), second.address()));
                TcpExchange one = joining.get();
                Slab slab = new Slab("test")) {
            Tensor first = slab.allocate(DType.F32, 1, 100);
            Tensor another = slab.allocate(DType.F32, 1, 100);
            first.fill(1);
            another.fill(2);
            one.beginSum(first);
            other.beginSum(another);
            one.awaitSums();
            other.awaitSums();
            assertEquals(3, first.get(0, 99));
            assertEquals(3, another.get(0, 99));
            for (ExchangePort closed : List.of(port, second)) {
                InetSocketAddress address = closed.address();
                assertThrows(ConnectException.class, () -> new Socket(address.getAddress(), address.getPort()));
            }
        }
    }

    private Socket call() throws IOException {
        Socket socket = new Socket(port.address().getAddress(), port.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void requireDropped(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException e) {
            // A reset is an end, too.
            assertTrue(String.valueOf(e.getMessage()).contains("reset"), e.toString());
        }
    }

    @Test
    void withAnotherSecret() throws Exception {
        for (int lane = 0; lane < 2; lane++) {
            int called = lane;
            assertThrows(
                    EOFException.class,
                    () -> RawWorker.shakeHands(port.address(), 1, 0, called, OTHER_SECRET, Workers.SETTINGS.stage()));
        }
        requireMeeting();
    }

    @Test
    void ofAnotherStage() throws Exception {
        assertThrows(
                EOFException.class,
                () -> RawWorker.shakeHands(port.address(), 1, 0, 0, Workers.SETTINGS.secret(), "app-1/stage 2.1"));
        requireMeeting();
    }

    @Test
    void withNumbersOfNoWorker() throws Exception {
        int[][] numbers = {{2, 0, 0}, {0, 0, 0}, {-1, 0, 0}, {1, 1, 0}, {1, 0, 2}, {1, 0, -1}, {Integer.MAX_VALUE, 0, 0}
        };
        for (int[] n : numbers) {
            assertThrows(
                    IOException.class,
                    () -> RawWorker.shakeHands(
                            port.address(), n[0], n[1], n[2], Workers.SETTINGS.secret(), Workers.SETTINGS.stage()));
        }
        requireMeeting();
    }

    @Test
    void thatScanPorts() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[1 + random.nextInt(300)];
            random.nextBytes(bytes);
            try (Socket socket = call()) {
                socket.getOutputStream().write(bytes);
                if (i % 2 == 0) {
                    socket.shutdownOutput();
                    requireDropped(socket);
                }
            }
        }
        requireMeeting();
    }

    @Test
    void thatSayNothing() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                silent.add(call());
            }
            // The first ones had to make room.
            requireDropped(silent.get(0));
            long start = System.nanoTime();
            requireMeeting();
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < 4000, "the workers had to wait for " + millis + " ms");
            for (Socket socket : silent) {
                requireDropped(socket);
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void thatSayNothingAreDroppedAfterAWhile() throws Exception {
        try (Socket silent = call();
                Socket slow = call()) {
            slow.getOutputStream().write(1);
            long start = System.nanoTime();
            requireDropped(silent);
            requireDropped(slow);
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis > 2000 && millis < 8000, "dropped after " + millis + " ms");
        }
        requireMeeting();
    }

    @Test
    void thatAnswerInAWorkersPlace() throws Exception {
        try (ServerSocket impostor = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ExchangePort second = ExchangePort.open(InetAddress.getLoopbackAddress(), Workers.SETTINGS)) {
            CompletableFuture<Void> answers = CompletableFuture.runAsync(
                    () -> {
                        try (Socket socket = impostor.accept()) {
                            socket.getInputStream().readNBytes(52);
                            socket.getOutputStream().write(new byte[64]);
                            socket.getInputStream().readAllBytes();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    Workers.THREADS);
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), impostor.getLocalPort());
            ExchangeException e =
                    assertThrows(ExchangeException.class, () -> second.connect(1, List.of(address, second.address())));
            Workers.requireMessage(e, "what answers as worker 0 at ", "does not know the secret of this exchange");
            answers.get();
        }
    }

    @Test
    void areCountedWhenAWorkerIsMissing() throws Exception {
        ExchangeSettings hurried = Workers.SETTINGS.withTimeout(Duration.ofMillis(700));
        try (ExchangePort first = ExchangePort.open(InetAddress.getLoopbackAddress(), hurried)) {
            CompletableFuture<Void> stranger = CompletableFuture.runAsync(
                    () -> assertThrows(
                            IOException.class,
                            () -> RawWorker.shakeHands(first.address(), 1, 0, 0, OTHER_SECRET, hurried.stage())),
                    Workers.THREADS);
            ExchangeException e = assertThrows(
                    ExchangeException.class, () -> first.connect(0, List.of(first.address(), first.address())));
            stranger.get();
            Workers.requireMessage(
                    e,
                    "after 0.7 s there is no connection with worker 1 at ",
                    "1 connections were refused whose other side did not prove that it knows the secret");
        }
    }

    @Test
    void leaveNoWorkerWaitingForOneThatIsGone() throws Exception {
        ExchangeSettings hurried = Workers.SETTINGS.withTimeout(Duration.ofMillis(500));
        int gone;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = socket.getLocalPort();
        }
        try (ExchangePort second = ExchangePort.open(InetAddress.getLoopbackAddress(), hurried)) {
            InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), gone);
            ExchangeException e =
                    assertThrows(ExchangeException.class, () -> second.connect(1, List.of(nobody, second.address())));
            Workers.requireMessage(e, "no connection with worker 0 at ", "Connection refused");
            assertThrows(IllegalStateException.class, () -> second.connect(1, List.of(nobody, second.address())));
        }
    }
}
