package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: exit codes, and what becomes of its standard output. */
class ProcessTest {
    @TempDir
    Path folder;

    private ProcessBuilder program(String... args) {
        return Program.of(Main.class, List.of(), folder.resolve("err"), args);
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    @Test
    void endsWithTheExitCode() throws IOException, InterruptedException {
        assertEquals(2, program("train", "--layers", "0").start().waitFor());
        assertEquals("panagrad: --layers 0: a layer needs 1 to 4194304 units, found 0", err().strip());
    }

    @Test
    void bearsAReaderThatHasHadEnough() throws IOException, InterruptedException {
        Process process =
                program("check", "--activation", "tanh", "--layers", "40,40").start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            assertTrue(String.valueOf(reader.readLine()).startsWith("network"), err());
        }
        assertEquals(0, process.waitFor(), err());
        assertFalse(err().contains("Exception"), err());
    }

    @Test
    void saysWhenItsOutputIsLost() throws IOException, InterruptedException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full");
        int code = program("--version").redirectOutput(full.toFile()).start().waitFor();
        assertEquals(1, code);
        assertEquals("panagrad: cannot write the standard output: No space left on device", err().strip());
    }

    /** The library that reads Parquet files has things to say of its own; the target has as many classes as rows. */
    @Test
    void trainsFromParquetWithoutAWord() throws IOException, InterruptedException {
        Path file = Path.of("..", "table/src/test/resources/io/github/panagrad/table/parquet/types-zstd.parquet");
        assertTrue(Files.exists(file), () -> file.toAbsolutePath() + " is not there");
        Process process = program("train", "--data", file.toString(), "--epochs", "1", "--quiet")
                .start();
        assertEquals(0, process.waitFor(), err());
        // A variable that forces a core type is warned about, rightly; it may be set where the tests run.
        List<String> said = err().lines()
                .filter(line -> !line.contains("jdk.incubator.vector") && !line.contains("OPENBLAS_CORETYPE="))
                .toList();
        assertEquals(List.of(), said);
    }

    @Test
    void refusesALibraryThatWasNamedAndCannotBeUsed() throws IOException, InterruptedException {
        ProcessBuilder builder = program("train", "--samples", "30", "--epochs", "1");
        builder.environment()
                .put("PANAGRAD_BLAS_LIBRARY", folder.resolve("no.so").toString());
        assertEquals(2, builder.start().waitFor());
        assertTrue(err().contains("no.so") && err().contains("PANAGRAD_BLAS_LIBRARY"), err());
        assertFalse(err().contains("\tat "), err());
    }

    /** A JVM that denies native access is a machine without OpenBLAS that can be had anywhere. */
    private ProcessBuilder withoutOpenBlas(String... args) {
        ProcessBuilder builder = program(args);
        int option = builder.command().indexOf("--enable-native-access=ALL-UNNAMED");
        builder.command().set(option, "--illegal-native-access=deny");
        return builder;
    }

    private static String out(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void trainsWithoutOpenBlasAfterAWarning() throws IOException, InterruptedException {
        Process process =
                withoutOpenBlas("train", "--samples", "300", "--epochs", "1").start();
        String out = out(process);
        assertEquals(0, process.waitFor(), err());
        assertTrue(out.contains("java (plain loops)"), out);
        assertTrue(err().startsWith("panagrad: WARN: using the java backend"), err());
        assertEquals(2, withoutOpenBlas("train", "--backend", "native").start().waitFor());
        assertTrue(err().startsWith("panagrad: ") && err().contains("--enable-native-access"), err());
    }

    @Test
    void givesAdviceWithoutOpenBlas() throws IOException, InterruptedException {
        Process process = withoutOpenBlas("doctor").start();
        String out = out(process);
        assertEquals(0, process.waitFor(), err());
        assertTrue(out.contains("library    none; the java backend is used"), out);
        assertTrue(out.contains("advice     ") && out.contains("--enable-native-access"), out);
        assertTrue(out.contains("--add-modules jdk.incubator.vector"), out);
        assertTrue(out.contains("GFLOP/s on 1 thread"), out);
    }
}
