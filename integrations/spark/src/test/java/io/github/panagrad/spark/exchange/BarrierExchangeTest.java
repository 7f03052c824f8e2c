package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.spark.SparkSessions;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Tasks of a barrier stage of Spark sum together, and let go of each other however they end. */
class BarrierExchangeTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** What a task does. */
    private interface Task extends Serializable {
        List<String> run(TcpExchange exchange) throws Exception;
    }

    private static SparkConf conf() {
        return new SparkConf()
                .setMaster("local[2]")
                .setAppName("exchange")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
    }

    private static List<String> run(JavaSparkContext spark, Task task) {
        byte[] secret = BarrierExchange.newSecret();
        JavaRDD<Integer> two = spark.parallelize(List.of(0, 1), 2);
        Function1<Iterator<Integer>, Iterator<String>> function =
                (Function1<Iterator<Integer>, Iterator<String>> & Serializable) rows -> {
                    try (TcpExchange exchange = BarrierExchange.join(BarrierTaskContext.get(), secret, TIMEOUT)) {
                        return CollectionConverters.asScala(task.run(exchange).iterator());
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                };
        ClassTag<String> tag = ClassTag$.MODULE$.apply(String.class);
        return new JavaRDD<>(two.rdd().barrier().mapPartitions(function, false, tag), tag).collect();
    }

    private static float sum(TcpExchange exchange, float mine) {
        try (Slab slab = new Slab("test")) {
            Tensor tensor = slab.allocate(DType.F32, 1, 1000);
            tensor.fill(mine);
            exchange.beginSum(tensor);
            exchange.awaitSums();
            return (float) tensor.get(0, 999);
        }
    }

    @BeforeAll
    static void noOtherContext() {
        SparkSessions.stop();
    }

    @AfterEach
    void leavesNoThread() throws InterruptedException {
        Workers.requireNoThread();
    }

    @Test
    void tasksSumTogether() throws Exception {
        try (JavaSparkContext spark = new JavaSparkContext(conf())) {
            List<String> results = run(spark, exchange -> {
                float sum = 0;
                for (int i = 0; i < 50; i++) {
                    sum += sum(exchange, exchange.worker() + 1);
                }
                return List.of(exchange.worker() + " of " + exchange.workers() + ": " + sum);
            });
            assertEquals(List.of("0 of 2: 150.0", "1 of 2: 150.0"), results);

            // A task that fails: the stage fails with its message, and no task waits.
            Exception failed = assertThrows(
                    Exception.class,
                    () -> run(spark, exchange -> {
                        if (exchange.worker() == 1) {
                            throw new IllegalStateException("no disk");
                        }
                        sum(exchange, 1);
                        return List.of();
                    }));
            String message = String.valueOf(failed.getMessage());
            assertTrue(message.contains("no disk") || message.contains("has left the exchange"), message);
            leavesNoThread();

            // A job that is cancelled: tasks are killed without an interrupt, and their waiting ends.
            spark.setJobGroup("hanging", "two tasks, of which one hangs", false);
            CompletableFuture<List<String>> hanging = CompletableFuture.supplyAsync(
                    () -> {
                        spark.setJobGroup("hanging", "two tasks, of which one hangs", false);
                        return run(spark, exchange -> {
                            if (exchange.worker() == 1) {
                                while (!BarrierTaskContext.get().isInterrupted()) {
                                    Thread.sleep(20);
                                }
                            } else {
                                sum(exchange, 1);
                            }
                            return List.of();
                        });
                    },
                    Workers.THREADS);
            for (int i = 0; i < 500 && Workers.threads() < 2; i++) {
                Thread.sleep(20);
            }
            assertEquals(2, Workers.threads());
            long start = System.nanoTime();
            spark.cancelJobGroup("hanging");
            assertThrows(ExecutionException.class, hanging::get);
            leavesNoThread();
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < 5000, "the tasks ended after " + millis + " ms");
        }
    }

    @Test
    void takesOverTheEncryptionOfSpark(@TempDir Path folder) throws Exception {
        Path store = TlsTest.keyStore(folder.resolve("spark.p12"));
        SparkConf encrypted = conf().set("spark.authenticate", "true")
                .set("spark.authenticate.secret", "known to this application")
                .set("spark.ssl.rpc.enabled", "true")
                .set("spark.ssl.rpc.keyStore", store.toString())
                .set("spark.ssl.rpc.keyStoreType", "PKCS12")
                .set("spark.ssl.rpc.keyStorePassword", TlsTest.PASSWORD)
                .set("spark.ssl.rpc.keyPassword", TlsTest.PASSWORD);
        try (JavaSparkContext spark = new JavaSparkContext(encrypted)) {
            assertEquals(
                    List.of("3.0 true", "3.0 true"),
                    run(
                            spark,
                            exchange -> List.of(sum(exchange, exchange.worker() + 1) + " " + exchange.isEncrypted())));
        }
    }

    @Test
    void refusesToSendInTheClearWhatSparkEncrypts() {
        SparkConf encrypted = conf().set("spark.authenticate", "true")
                .set("spark.authenticate.secret", "known to this application")
                .set("spark.network.crypto.enabled", "true");
        try (JavaSparkContext spark = new JavaSparkContext(encrypted)) {
            Exception e = assertThrows(Exception.class, () -> run(spark, exchange -> List.of("ran")));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .contains("set spark.ssl.rpc.enabled and its key store, or"
                                    + " spark.panagrad.exchange.unencrypted=true"),
                    e.getMessage());
        }
        try (JavaSparkContext spark = new JavaSparkContext(encrypted.set(BarrierExchange.UNENCRYPTED, "true"))) {
            assertEquals(
                    List.of("false", "false"), run(spark, exchange -> List.of(String.valueOf(exchange.isEncrypted()))));
        }
    }
}
