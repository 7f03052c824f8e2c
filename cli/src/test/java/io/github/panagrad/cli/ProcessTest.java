package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.OpenBlas;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: exit codes, and what becomes of its standard output. */
class ProcessTest {
    private static final boolean IS_MAC =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");

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
        Process process = program("train", "--data", file.toString(), "--numeric", "clock", "--epochs", "1", "--quiet")
                .start();
        assertEquals(0, process.waitFor(), err());
        // A variable that forces a core type is warned about, rightly; it may be set where the tests run. So are the
        // columns of this file, each of which tells all others.
        List<String> said = err().lines()
                .filter(line -> !line.contains("jdk.incubator.vector")
                        && !line.contains("OPENBLAS_CORETYPE=")
                        && !line.contains(" alone predicts the target"))
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

    /**
     * Returns the program in a locale that has ASCII letters only, called by a shell: this JVM's own locale may have no
     * umlauts that it could pass on. An argument {@code GROESSE} gets its proper spelling.
     */
    private ProcessBuilder inAsciiLocale(String... args) {
        ProcessBuilder program = program(args);
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "umlaut=$(printf 'Gr\\303\\266\\303\\237e.csv'); n=$#; while [ $n -gt 0 ]; do a=$1; shift; n=$((n - 1));"
                        + " [ \"$a\" != GROESSE ] || a=$umlaut; set -- \"$@\" \"$a\"; done; exec \"$@\"",
                "sh"));
        command.addAll(program.command());
        program.command(command).environment().put("LC_ALL", "C");
        return program;
    }

    @Test
    void saysThatTheLocaleLacksTheLettersOfAName() throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("run.yaml"), "data: Größe.csv\n");
        Path metrics = Files.writeString(folder.resolve("metrics.yaml"), "metrics: Größe.csv\n");
        for (String[] args : new String[][] {
            {"train", "--data", "GROESSE"},
            {"train", "--config", "GROESSE"},
            {"train", "--out", "GROESSE"},
            {"evaluate", "--model", "GROESSE", "--data", "spirals"},
            {"train", "--config", config.toString()},
            {"train", "--config", metrics.toString()}
        }) {
            Process process = inAsciiLocale(args).start();
            String out = out(process);
            assertEquals(2, process.waitFor(), out + err());
            assertEquals(1, err().lines().count(), err());
            // macOS has UTF-8 names in every locale; only the file is missing then.
            assertTrue(err().contains(IS_MAC ? "Größe" : "set a UTF-8 locale, for example LC_ALL=C.UTF-8"), err());
            assertFalse(err().contains("unmappable") || err().contains("Exception"), err());
        }
    }

    @Test
    void takesTheLibraryThatAnOptionChooses() throws IOException, InterruptedException {
        String[] train = {"train", "--samples", "30", "--epochs", "1"};
        for (String variable :
                new String[] {"java", "system", folder.resolve("no.so").toString()}) {
            ProcessBuilder builder = program(with(train, "--blas", "java"));
            builder.environment().put("PANAGRAD_BLAS_LIBRARY", variable);
            Process process = builder.start();
            String out = out(process);
            assertEquals(0, process.waitFor(), err());
            assertTrue(out.contains("java (plain loops)"), out);
            assertEquals("", err());
        }
        assertEquals(
                2, program(with(train, "--blas", folder + "/no.so")).start().waitFor());
        assertEquals(
                "panagrad: The library that --blas names cannot be used: " + folder
                        + "/no.so: no such file. Give --blas the path of a library, or auto, declared, system or java.",
                err().strip());
    }

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
    }

    /** A library by another name is another library: the result may have other bits, and says which made it. */
    @Test
    void resumesWithAnotherLibraryOnRequest() throws IOException, InterruptedException {
        String library = OpenBlas.load().describe().path();
        String[] train = {
            "train",
            "--samples",
            "60",
            "--reproducible",
            "--quiet",
            "--checkpoint",
            folder.resolve("c").toString(),
            "--resume",
            "--out",
            folder.resolve("m.st").toString()
        };
        assertEquals(
                0,
                program(with(train, "--epochs", "1", "--backend", "native"))
                        .start()
                        .waitFor(),
                err());
        String before =
                Cli.run("inspect", "--model", folder.resolve("m.st")).done().out();
        String origin = OpenBlas.load().describe().origin();
        assertTrue(before.contains("openblas_origin = " + origin + "\n"), before);
        assertTrue(before.contains("openblas = " + OpenBlas.load().describe().version()), before);
        assertTrue(before.contains("openblas_core = "), before);

        ProcessBuilder again = program(with(train, "--epochs", "2", "--blas", library, "--backend", "native"));
        again.environment()
                .put("LD_LIBRARY_PATH", String.valueOf(Path.of(library).getParent()));
        assertEquals(2, again.start().waitFor(), err());
        String named = "named " + Path.of(library).getFileName();
        assertTrue(
                err().contains("arithmetic openblas_origin: the checkpoint has " + origin + ", now it is " + named),
                err());
        again.command().add("--resume-elsewhere");
        assertEquals(0, again.start().waitFor(), err());
        List<String> warnings = err().lines()
                .filter(line -> line.contains("resumed with other arithmetic"))
                .toList();
        assertEquals(1, warnings.size(), err());
        assertTrue(
                warnings.getFirst()
                        .endsWith("arithmetic openblas_origin: the checkpoint has " + origin + ", now it is " + named),
                err());
        String after =
                Cli.run("inspect", "--model", folder.resolve("m.st")).done().out();
        assertTrue(after.contains("openblas_origin = " + named + "\n"), after);
        assertFalse(after.contains(String.valueOf(Path.of(library).getParent())), "folders are private");
    }
}
