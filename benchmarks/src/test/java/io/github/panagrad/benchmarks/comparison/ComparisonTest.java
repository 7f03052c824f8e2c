package io.github.panagrad.benchmarks.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole comparison, with Panagrad and with an interpreter that plays the other peers. */
class ComparisonTest {
    private static final Path PEERS = Path.of("peers").toAbsolutePath();

    /** One peer that answers, one that lacks something, and one that crashes. */
    private static final String INTERPRETER = """
            #!/bin/sh
            case "$*" in
            *numpy_peer.py*)
              echo 'a library greets'
              echo '{"version": "numpy 1", "optimizer": "Adam", "setting": "OMP_NUM_THREADS '"$OMP_NUM_THREADS"'"}'
              while read -r command seconds; do
                echo '{"samples_per_second": 1000.5, "step_us_median": 2.25}'
              done
              ;;
            *sklearn_peer.py*) echo '{"error": "not installed: pip install scikit-learn"}' ;;
            *torch_peer.py*) echo 'no such instruction' >&2; exit 3 ;;
            esac
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Main.run(PEERS, stream, stream, args);
    }

    @Test
    void aTableHasALineForEveryPeer() throws IOException {
        Path interpreter = folder.resolve("python");
        Files.writeString(interpreter, INTERPRETER);
        assertTrue(interpreter.toFile().setExecutable(true));
        Path table = folder.resolve("table.md");
        int code = run(
                "--networks=20-64-64-1",
                "--peers=numpy,scikit-learn,pytorch",
                "--rounds=2",
                "--seconds=0.05",
                "--python=" + interpreter,
                "--out=" + table);
        assertEquals(ComparisonCommand.DONE, code, err.toString(StandardCharsets.UTF_8));
        List<String> lines = Files.readAllLines(table);
        assertLine(lines, "## 20-64-64-1, batch 32, binary cross-entropy");
        assertLine(lines, "- numpy 1");
        assertLine(lines, "- Panagrad .*OpenBLAS .*core.*");
        assertLine(lines, "\\| Panagrad \\| Adam \\| .* \\| 1 \\| [0-9,]+ \\| .* \\| 1 \\|");
        assertLine(
                lines,
                "\\| numpy \\| Adam \\| OMP_NUM_THREADS (\\d+) \\| \\1 \\| 1,00. \\| 1,00. to 1,00. \\| 2.3 \\| .*× \\|");
        assertLine(lines, "\\| scikit-learn \\| – \\| not installed: pip install scikit-learn \\|.*");
        assertLine(lines, "\\| PyTorch \\| – \\| ended with code 3: no such instruction \\|.*");
    }

    private static void assertLine(List<String> lines, String pattern) {
        assertTrue(lines.stream().anyMatch(line -> line.matches(pattern)), pattern + " in " + String.join("\n", lines));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--networks=3-4-5 | unknown network '3-4-5': expected one of 20-64-64-1",
                "--peers=torch | unknown peer 'torch': expected some of panagrad, numpy",
                "--rounds=0 | --rounds must be at least 1, found 0",
                "--seconds=0 | --seconds must be more than 0",
                "--seconds=NaN | --seconds must be more than 0",
                "--python=no-such-python | --python no-such-python cannot be run",
                "--out=no/such/folder/table.md | --out no/such/folder/table.md cannot be written",
                "--no-such-option | Unknown option: '--no-such-option'"
            })
    void badUsageIsOneMessage(String option, String message) {
        assertEquals(ComparisonCommand.BAD_USAGE, run(option));
        String text = err.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains(message), text);
        assertEquals(1, text.lines().count(), text);
    }
}
