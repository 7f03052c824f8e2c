package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.input.TableView;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it encodes rows into a file leaves no file that stays. */
class KilledEncodingTest {
    @TempDir
    Path folder;

    private static ArrayTable table() {
        return new ArrayTable()
                .numbers("x", IntStream.range(0, 100_000).asDoubleStream().toArray())
                .numbers(
                        "y",
                        Role.TARGET,
                        IntStream.range(0, 100_000).mapToDouble(i -> i + 0.5).toArray());
    }

    private static void encode(Table table, Path folder) {
        Pipeline.fit(table(), PipelineConfig.defaults())
                .encodeFeatures(table, null, DType.F32, EncodedStorage.mapped(folder));
    }

    /** Encodes a table whose second block never comes. */
    static final class Encoder {
        private Encoder() {}

        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            encode(new Endless(table(), folder.resolve("half")), folder.resolve("rows"));
        }
    }

    /** A table that says when the first block was read and then waits. */
    private static final class Endless extends TableView {
        private final Path half;

        Endless(Table table, Path half) {
            super(table);
            this.half = half;
        }

        @Override
        public Schema schema() {
            return table().schema();
        }

        @Override
        public void numbers(int column, int from, int count, double[] into) {
            super.numbers(column, from, count, into);
            if (from > 0) {
                try {
                    Files.writeString(half, "half");
                    Thread.sleep(TimeUnit.MINUTES.toMillis(5));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Test
    void leavesNothing() throws IOException, InterruptedException {
        Path rows = Files.createDirectory(folder.resolve("rows"));
        Path half = folder.resolve("half");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Encoder.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        try {
            for (int i = 0; i < 3000 && !Files.exists(half); i++) {
                assertTrue(process.isAlive(), "it ended too early");
                Thread.sleep(20);
            }
            assertTrue(Files.exists(half), "it did not begin");
        } finally {
            process.destroyForcibly().waitFor();
        }
        encode(table(), rows);
        try (Stream<Path> files = Files.list(rows)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
