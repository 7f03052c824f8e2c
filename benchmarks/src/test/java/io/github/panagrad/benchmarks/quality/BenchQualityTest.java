package io.github.panagrad.benchmarks.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on two small tables that are made here. */
class BenchQualityTest {
    @TempDir
    Path folder;

    private Path tables;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        tables = Files.createDirectory(folder.resolve("tables"));
        Files.createDirectory(tables.resolve("splits"));
        out = folder.resolve("out");
        Files.writeString(tables.resolve("manifest.csv"), "name,task\nline,regression\nsigns,classification\n");
        Random random = new Random(3);
        StringBuilder line = new StringBuilder("x,target,note\n");
        StringBuilder signs = new StringBuilder("x,target\n");
        for (int i = 0; i < 120; i++) {
            double x = random.nextInt(2001) / 1000.0 - 1;
            line.append(x).append(',').append(3 * x + 1).append(",\"a, b\"\n");
            signs.append(x).append(',').append(x > 0 ? "plus" : "minus").append('\n');
        }
        Files.writeString(tables.resolve("line.csv"), line);
        Files.writeString(tables.resolve("signs.csv"), signs);
        for (String table : List.of("line", "signs")) {
            Files.writeString(tables.resolve("splits").resolve(table + "_0.txt"), "5\n3\n50\n51\n7\n8\n9\n11\n");
        }
        Files.writeString(tables.resolve("peers.csv"), """
                table,seed,method,log_loss,accuracy,roc_auc,rmse,r2,seconds
                line,0,constant,,,,1.7,0,0
                signs,0,constant,0.7,0.5,0.5,,,0
                """);
    }

    private static List<String> jvm() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dslf4j.internal.verbosity=ERROR"));
        Stream.of("panagrad.cache")
                .filter(name -> System.getProperty(name) != null)
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    private int run(ByteArrayOutputStream err, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--tables", tables.toString(), "--out", out.toString()));
        arguments.addAll(List.of(more));
        return Main.run(jvm(), 2, new PrintStream(err, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
    }

    /** Trains, scores, compares, and goes on where it was interrupted. */
    @Test
    void resultsAndReport() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(0, run(err, "--presets", "none", "--options", "--epochs 3 --learning-rate 0.01"), err::toString);
        List<String> lines = Files.readAllLines(out.resolve("results.csv"));
        assertEquals(String.join(",", Result.COLUMNS), lines.getFirst());
        assertEquals(3, lines.size());
        assertTrue(Files.readString(out.resolve("quality.md")).contains("| constant |"));
        List<Result> results = ResultsFile.read(out.resolve("results.csv"));
        for (Result result : results) {
            assertTrue(result.seconds() > 0 && Double.isFinite(result.error()), result::toString);
        }
        // The second one is trained again, the first one is not.
        Files.write(out.resolve("results.csv"), lines.subList(0, 2));
        err.reset();
        assertEquals(0, run(err, "--presets", "none", "--options", "--epochs 3"), err::toString);
        assertEquals(
                1,
                err.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("1/1 "))
                        .count());
        assertEquals(3, Files.readAllLines(out.resolve("results.csv")).size());
    }

    @Test
    void whatFailsIsNamedAndTheRestGoesOn() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(
                1,
                run(
                        err,
                        "--method",
                        "bad=--preset none --layers x",
                        "--method",
                        "good=--preset none --epochs 1",
                        "--at-once",
                        "1",
                        "--only",
                        "signs"),
                err::toString);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("signs 0 bad: failed: train: panagrad: --layers x"));
        assertEquals(2, Files.readAllLines(out.resolve("results.csv")).size());
    }

    @Test
    void wrongUsage() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(2, run(err, "--only", "other"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("--only other: there is no such table"));
        Files.delete(tables.resolve("manifest.csv"));
        assertEquals(2, run(err));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("has no manifest.csv"));
        assertEquals(2, run(err, "--at-once", "-1"));
    }
}
