package io.github.panagrad.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The Spark that tests run on: one at a time in a JVM, because Spark has no more. A test asks for the kind that it needs and leaves it
 * running; it ends when another kind is asked for, or with the JVM.
 */
public final class SparkSessions {
    /** Two tasks at once, each of which is tried four times, as in a cluster. */
    private static final String LOCAL = "local[2,4]";

    private static @Nullable SparkSession running;
    private static String runningAs = "";

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(SparkSessions::stop));
    }

    private SparkSessions() {}

    /** Returns a session within this JVM, with two tasks at once. */
    public static SparkSession local() {
        return session(LOCAL);
    }

    /** Returns a session within this JVM, with some tasks at once. */
    public static SparkSession local(int tasks) {
        return session("local[" + tasks + ",4]");
    }

    /**
     * Returns a session whose executors are two processes of one core and 1 GB each. They have the class path of this JVM; the folder
     * {@code SPARK_HOME}, which the build names, is where Spark looks for its jars and keeps the executors' working folders.
     */
    public static SparkSession cluster() {
        return session("local-cluster[2,1,1024]");
    }

    private static synchronized SparkSession session(String master) {
        SparkSession known = running;
        if (known != null && runningAs.equals(master) && !known.sparkContext().isStopped()) {
            return known;
        }
        stop();
        SparkSession.Builder builder = SparkSession.builder()
                .master(master)
                .appName("panagrad-spark tests")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.default.parallelism", "2")
                .config("spark.sql.warehouse.dir", home().resolve("warehouse").toString());
        if (master.startsWith("local-cluster")) {
            try {
                Files.createDirectories(home().resolve("jars"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            builder.config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                    .config(
                            "spark.executor.extraJavaOptions",
                            "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", ""))
                    .config("spark.executor.memoryOverhead", "384m")
                    // A stage of workers that lost one begins again when its executor has come back.
                    .config("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
                    .config("spark.deploy.maxExecutorRetries", "-1")
                    // What a lost executor held is looked for there three times.
                    .config("spark.shuffle.io.retryWait", "300ms");
        }
        SparkSession session = builder.getOrCreate();
        running = session;
        runningAs = master;
        return session;
    }

    /** Returns where Spark is, as far as executors are concerned. */
    private static Path home() {
        return Path.of(Objects.requireNonNull(
                System.getenv("SPARK_HOME"), "SPARK_HOME is not set: run the tests by Maven, which sets it"));
    }

    /** Ends the session, for tests that make a context of their own. */
    public static synchronized void stop() {
        SparkSession session = running;
        if (session == null) {
            return;
        }
        running = null;
        session.stop();
        SparkSession.clearActiveSession();
        SparkSession.clearDefaultSession();
        deleteTree(home());
    }

    private static void deleteTree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
