package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With TLS everything is as without it, and nobody without the right certificate gets in. */
class TlsTest {
    static final String PASSWORD = "changeit-1";

    @TempDir
    static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void makeCertificate() throws Exception {
        context = context(keyStore(folder.resolve("keys.p12")));
    }

    /** Makes a store with a certificate that signs itself. */
    static Path keyStore(Path file) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "worker",
                        "-dname",
                        "CN=worker",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertTrue(Files.exists(file));
        return file;
    }

    private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return made;
    }

    @Test
    void sumsAndGathers() {
        for (int workers : new int[] {2, 3}) {
            for (int pieceBytes : new int[] {64, 10_000, 1 << 18}) {
                Workers.run(workers, Workers.SETTINGS.withTls(context).withPieceBytes(pieceBytes), exchange -> {
                    try (Slab slab = new Slab("test")) {
                        Tensor small = slab.allocate(DType.F64, 1, 3);
                        Tensor large = slab.allocate(DType.F32, 1, pieceBytes == 64 ? 5001 : 500_001);
                        for (int round = 1; round < 5; round++) {
                            small.fill(round);
                            large.fill(exchange.worker() + round);
                            exchange.beginSum(large);
                            exchange.beginSum(small);
                            exchange.awaitSums();
                            int expected = workers * (workers - 1) / 2 + workers * round;
                            for (int i = 0; i < large.size(); i++) {
                                assertEquals(expected, large.get(0, i));
                            }
                            assertEquals(workers * round, small.get(0, 2));
                            byte[] all = new byte[workers];
                            byte[] mine = {(byte) exchange.worker()};
                            exchange.gather(MemorySegment.ofArray(mine), MemorySegment.ofArray(all));
                            assertEquals(workers - 1, all[workers - 1]);
                        }
                    }
                });
            }
        }
    }

    @Test
    void oneLeavesAfterTheLastSum() {
        for (int i = 0; i < 10; i++) {
            Workers.run(3, Workers.SETTINGS.withTls(context), exchange -> {
                try (Slab slab = new Slab("test")) {
                    exchange.beginSum(slab.allocate(DType.F32, 1, 100_000));
                    exchange.awaitSums();
                }
            });
        }
    }

    @Test
    void oneLeavesTooEarly() {
        var problems = Workers.problems(2, Workers.SETTINGS.withTls(context), exchange -> {
            if (exchange.worker() == 0) {
                try (Slab slab = new Slab("test")) {
                    exchange.beginSum(slab.allocate(DType.F32, 1, 100_000));
                    exchange.awaitSums();
                }
            }
        });
        Workers.requireMessage(problems.get(0), "worker 1 at ", "has left the exchange");
    }

    /** What goes over the network must not be readable. */
    @Test
    void refusesWorkersWithoutEncryption() throws Exception {
        requireNoMeeting(Workers.SETTINGS.withTimeout(Duration.ofSeconds(1)), "worker 0 at ");
    }

    @Test
    void refusesCertificatesThatItDoesNotTrust() throws Exception {
        SSLContext other = context(keyStore(folder.resolve("other.p12")));
        requireNoMeeting(
                Workers.SETTINGS.withTimeout(Duration.ofSeconds(1)).withTls(other),
                "no encrypted connection with worker 0");
    }

    private static void requireNoMeeting(ExchangeSettings settings, String message) throws Exception {
        ExchangeSettings encrypted =
                Workers.SETTINGS.withTimeout(Duration.ofSeconds(1)).withTls(context);
        try (ExchangePort first = ExchangePort.open(InetAddress.getLoopbackAddress(), encrypted);
                ExchangePort second = ExchangePort.open(InetAddress.getLoopbackAddress(), settings)) {
            List<InetSocketAddress> addresses = List.of(first.address(), second.address());
            CompletableFuture<ExchangeException> one = CompletableFuture.supplyAsync(
                    () -> assertThrows(ExchangeException.class, () -> first.connect(0, addresses)), Workers.THREADS);
            ExchangeException e = assertThrows(ExchangeException.class, () -> second.connect(1, addresses));
            Workers.requireMessage(e, message);
            Workers.requireMessage(one.get(), "no connection with worker 1 at ");
        }
    }

    @Test
    void dropsStrangersThatDoNotSpeakTls() throws Exception {
        ExchangeSettings settings = Workers.SETTINGS.withTls(context);
        try (ExchangePort first = ExchangePort.open(InetAddress.getLoopbackAddress(), settings);
                ExchangePort second = ExchangePort.open(InetAddress.getLoopbackAddress(), settings)) {
            List<InetSocketAddress> addresses = List.of(first.address(), second.address());
            CompletableFuture<TcpExchange> one =
                    CompletableFuture.supplyAsync(() -> first.connect(0, addresses), Workers.THREADS);
            try (Socket stranger =
                    new Socket(first.address().getAddress(), first.address().getPort())) {
                stranger.setSoTimeout(10_000);
                stranger.getOutputStream().write(new byte[100]);
                // An alert of TLS, perhaps, and the end.
                byte[] answer = stranger.getInputStream().readAllBytes();
                assertTrue(answer.length < 50, answer.length + " bytes");
            }
            assertFalse(one.isDone());
            try (TcpExchange other = second.connect(1, addresses);
                    TcpExchange joined = one.get()) {
                assertEquals(2, joined.workers());
                assertEquals(1, other.worker());
            }
        }
    }
}
