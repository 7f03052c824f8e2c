package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --preset best} takes as long as it may, and not 10 % longer. */
class BestInTimeTest {
    private static final int COLUMNS = 10;

    /** The machine may be busy with something else. */
    private static final int TRIES = 3;

    @TempDir
    Path folder;

    private Path table(int rows) throws IOException {
        Path file = folder.resolve("rows-" + rows + ".csv");
        Random random = new Random(3);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            for (int c = 0; c < COLUMNS; c++) {
                out.print("x" + c + ",");
            }
            out.println("target");
            for (int i = 0; i < rows; i++) {
                double sum = 0;
                for (int c = 0; c < COLUMNS; c++) {
                    double x = random.nextInt(10_000) / 10_000.0;
                    sum += c % 2 == 0 ? x * x : x;
                    out.print(x + ",");
                }
                out.println(sum > 0.42 * COLUMNS ? "yes" : "no");
            }
        }
        return file;
    }

    /** Runs a training that takes as long as it may. */
    private Cli best(Path table, String limit, String name, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--data", table, "--preset", "best", "--threads", 2));
        arguments.addAll(List.of("--epochs", 1_000_000, "--patience", 1_000_000, "--schedule", "constant"));
        arguments.addAll(List.of("--time-limit", limit, "--out", folder.resolve(name)));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray());
    }

    /**
     * Of many rows a single epoch of most recipes takes longer than there is time; of small networks it does not, and the recipes
     * are to be weighted by many predictions.
     */
    @ParameterizedTest
    @CsvSource({"300, 10, auto", "200000, 20, auto", "200000, 20, 1"})
    @Timeout(300)
    void theLimitIsKept(int rows, int limit, String members) throws IOException {
        Path table = table(rows);
        Object[] size = members.equals("1")
                ? new Object[] {"--layers", 8, "--members", members, "--number-embedding", "none"}
                : new Object[0];
        List<Double> taken = new ArrayList<>();
        for (int i = 0; i < TRIES && (taken.isEmpty() || taken.getLast() > 1.1 * limit); i++) {
            long start = System.nanoTime();
            Cli trained = best(table, limit + "s", "m" + i, size).done();
            taken.add((System.nanoTime() - start) * 1e-9);
            assertTrue(taken.getLast() > 0.8 * limit, () -> taken + " s: " + trained.out());
            assertTrue(Files.exists(folder.resolve("m" + i)), trained.out());
        }
        assertTrue(taken.getLast() <= 1.1 * limit, () -> taken + " s");
    }

    /** Where the time suffices for no recipe, the last message says so. */
    @ParameterizedTest
    @ValueSource(strings = {"0.001s", "0.05s"})
    @Timeout(60)
    void tooLittleTime(String limit) throws IOException {
        Path table = table(limit.equals("0.05s") ? 100_000 : 300);
        long start = System.nanoTime();
        Cli trained = best(table, limit, "m");
        double seconds = (System.nanoTime() - start) * 1e-9;
        assertEquals(2, trained.code(), trained.err());
        assertTrue(
                trained.err().contains("--time-limit: the time was over before the first epoch had ended; allow more"),
                trained.err());
        assertFalse(Files.exists(folder.resolve("m")));
        assertTrue(seconds < 30, () -> seconds + " s");
    }
}
