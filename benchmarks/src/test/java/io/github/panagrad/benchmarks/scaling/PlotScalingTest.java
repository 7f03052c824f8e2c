package io.github.panagrad.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program, with a script that plays {@code panagrad}. */
class PlotScalingTest {
    private static final String HEADER =
            "sweep,value,layers,batch_size,step_us_median,products_us_median,ratio,samples_per_second,gflops,threads,"
                    + "backend,corename,error";

    private static final String ROW = "width,64,64-64-64-10,128,11.5,7.25,1.5,1.0E7,13.0,1,native,SkylakeX,";

    /** It measures the same each time, but fails with four threads, and says nothing with two. */
    private static final String PANAGRAD = """
            #!/bin/sh
            case "$*" in
            --version) echo panagrad 1 ;;
            *"--threads 4"*) echo 'starts badly' >&2; echo 'panagrad: out of threads' >&2; exit 1 ;;
            *"--threads 2"*) ;;
            "bench --json --seconds 0.25 --layers "*) cat <<'END'
            LINE
            END
            ;;
            esac
            """.replace("LINE", FiguresTest.LINE);

    @TempDir
    private Path root;

    private Path out;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void standIn() throws IOException {
        out = root.resolve("docs/performance");
        Path panagrad = root.resolve("scripts/panagrad");
        Files.createDirectory(panagrad.getParent());
        Files.writeString(panagrad, PANAGRAD);
        assertTrue(panagrad.toFile().setExecutable(true));
    }

    private int run(String... args) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Main.run(root, 2, stream, args);
    }

    private String printed() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void measuresAndDraws() throws IOException {
        assertEquals(ScalingCommand.DONE, run("--sweeps=depth", "--seconds=0.25"), printed());
        List<String> rows = Files.readAllLines(out.resolve("scaling.csv"));
        assertEquals(6, rows.size());
        assertEquals(HEADER, rows.getFirst());
        assertEquals("depth,2,784-256-256-10,128,1650.5,1321.25,1.2492,77552.3,260.5,2,native,SkylakeX,", rows.get(2));
        assertTrue(Files.exists(out.resolve("depth.svg")));
        assertFalse(Files.exists(out.resolve("width.svg")));
        assertTrue(printed().contains("5/5 depth 16 (784-256-"), printed());
    }

    @Test
    void aPointThatFailsIsARow() throws IOException {
        assertEquals(ScalingCommand.FAILED, run("--sweeps=threads", "--seconds=0.25"), printed());
        List<String> rows = Files.readAllLines(out.resolve("scaling.csv"));
        assertEquals(7, rows.size());
        assertTrue(
                rows.get(2).startsWith("threads,2,784-512-256-10,128,,,,,,,,,panagrad bench printed something else"),
                rows.get(2));
        assertEquals("threads,4,784-512-256-10,128,,,,,,,,,ended with code 1: panagrad: out of threads", rows.get(3));
        assertTrue(Files.exists(out.resolve("threads.svg")));
    }

    @Test
    void rowsOfOtherSweepsStay() throws IOException {
        Files.createDirectories(out);
        Files.writeString(
                out.resolve("scaling.csv"), HEADER + "\n" + ROW + "\n" + ROW.replace("width", "batch") + "\n");
        assertEquals(ScalingCommand.DONE, run("--sweeps=depth", "--seconds=0.25"), printed());
        List<String> rows = Files.readAllLines(out.resolve("scaling.csv"));
        assertEquals(8, rows.size());
        assertEquals(ROW, rows.get(1));
        assertEquals(ROW.replace("width", "batch"), rows.getLast());
    }

    @Test
    void aTableIsDrawnWithoutMeasuring() throws IOException {
        Path table = root.resolve("table.csv");
        Files.writeString(table, HEADER + "\n" + ROW + "\ndepth,4,1-1,128,,,,,,,,,too deep\n");
        Path folder = root.resolve("new/folder");
        assertEquals(ScalingCommand.DONE, run("--from-csv=" + table, "--out=" + folder), printed());
        assertTrue(Files.exists(folder.resolve("width.svg")));
        assertFalse(Files.exists(folder.resolve("depth.svg")));
        assertFalse(Files.exists(folder.resolve("scaling.csv")));
    }

    @Test
    void withoutPanagradNothingIsChanged() throws IOException {
        Files.writeString(root.resolve("scripts/panagrad"), "#!/bin/sh\necho 'no Maven' >&2\nexit 2\n");
        assertEquals(ScalingCommand.FAILED, run());
        assertEquals(
                "plot-scaling: panagrad ended with code 2: no Maven", printed().strip());
        assertFalse(Files.exists(out.resolve("scaling.csv")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sweeps=height | unknown sweep 'height': expected some of width, depth, batch, threads",
                "--sweeps= | unknown sweep ''",
                "--seconds=0 | --seconds must be more than 0 and at most 3600, found 0.0",
                "--seconds=NaN | --seconds must be more than 0",
                "--seconds=soon | Invalid value for option '--seconds'",
                "--out=/dev/null/folder | --out /dev/null/folder cannot be written to",
                "--from-csv=no-such-file.csv | no-such-file.csv cannot be read: no such file",
                "--no-such-option | Unknown option: '--no-such-option'"
            })
    void badUsageIsOneMessage(String option, String message) {
        assertOneMessage(run(option), message);
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() throws IOException {
        Path table = root.resolve("table.csv");
        Files.writeString(table, HEADER + "\n" + ROW + "\n");
        assertOneMessage(run("--from-csv=" + table, "--seconds=1"), "--seconds has no effect with --from-csv");
        err.reset();
        assertOneMessage(run("--from-csv=" + table, "--sweeps=width,batch"), "no measured point of the sweep batch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "11.5 | 0 | line 2: step_us_median must be a positive, finite number, found 0.0",
                "7.25 | fast | line 2: products_us_median must be a number, found 'fast'",
                "width, | height, | line 2: unknown sweep 'height'",
                "64-64-64-10 | 64x64 | line 2: layers must be widths such as 784-128-10, found '64x64'",
                "width,64 | width,0 | line 2: value must be a positive whole number, found '0'",
                "width,64 | width,99999999999 | line 2: value must be a positive whole number",
                "SkylakeX, | SkylakeX | table.csv: ",
                "sweep, | sweeps, | line 1: expected the header sweep,value,layers"
            })
    void aDamagedTableIsOneMessage(String text, String replacement, String message) throws IOException {
        Path table = root.resolve("table.csv");
        Files.writeString(table, (HEADER + "\n" + ROW + "\n").replace(text, replacement));
        assertOneMessage(run("--from-csv=" + table), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HEADER, "\"unclosed"})
    void aTableWithoutPointsIsOneMessage(String content) throws IOException {
        Path table = root.resolve("table.csv");
        Files.writeString(table, content);
        assertOneMessage(run("--from-csv=" + table), "table.csv");
    }

    @Test
    void aDamagedTableIsNotOverwritten() throws IOException {
        Files.createDirectories(out);
        Path table = out.resolve("scaling.csv");
        Files.writeString(table, "my notes\n");
        assertOneMessage(run("--sweeps=depth"), "scaling.csv: line 1: expected the header");
        assertEquals("my notes\n", Files.readString(table));
    }

    private void assertOneMessage(int code, String message) {
        assertEquals(ScalingCommand.BAD_USAGE, code, printed());
        assertTrue(printed().contains(message), printed());
        assertEquals(1, printed().lines().count(), printed());
    }
}
