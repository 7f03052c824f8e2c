package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code predict} writes one row for each record, in order, and what belongs to it. */
class OneRowForEachRecordTest {
    @TempDir
    Path folder;

    private Path model() throws IOException {
        Path data = folder.resolve("t.csv");
        Files.writeString(
                data,
                "x,y\n"
                        + IntStream.range(0, 90)
                                .mapToObj(r -> (r % 10 == 3 ? "" : r % 10 * 1.5) + "," + r % 10 * 3.25 + "\n")
                                .collect(Collectors.joining()));
        Path model = folder.resolve("m.st");
        Cli.run("train", "--data", data, "--layers", 4, "--epochs", 3, "--out", model)
                .done();
        return model;
    }

    private List<String> predict(Path model, Path data, Object... more) throws IOException {
        Path out = folder.resolve("p.csv");
        Object[] args = {"predict", "--model", model, "--data", data, "--out", out};
        Cli.run(Stream.of(args, more).flatMap(Stream::of).toArray()).done();
        return Files.readAllLines(out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void anEmptyLineOfOneColumnIsAMissingValue(String end) throws IOException {
        Path model = model();
        Path lines = Files.writeString(
                folder.resolve("a.csv"), String.join(end, "x", "", "1.5", "", "", "3", "  ", "4.5") + end);
        Path marked = Files.writeString(folder.resolve("b.csv"), "x\nNA\n1.5\nNA\nNA\n3\nNA\n4.5\n");
        List<String> predicted = predict(model, lines);
        assertEquals(8, predicted.size());
        assertEquals(predict(model, marked), predicted);
        assertEquals(predicted.get(1), predicted.get(3));
    }

    @Test
    void emptyLinesBetweenRecordsOfSeveralColumnsAreNone() throws IOException {
        Path model = model();
        Path data = Files.writeString(folder.resolve("a.csv"), "\nx,more\n\n1.5,a\n\n\n3,\n,\n  \n4.5,b\n\n");
        assertEquals(5, predict(model, data).size());
    }

    @Test
    void idsAndOtherColumnsAreCarriedAsTheyAre() throws IOException {
        Path model = model();
        Path data = Files.writeString(
                folder.resolve("a.csv"),
                "who,x,note,n\n007,1.5,\"a, b\",1.50\n007,,NA,\n\"=1+1\",3,,x\n-4,4.5,\u00fc,1e3\n");
        List<String> plain = predict(model, data);
        List<String> carried = predict(model, data, "--id", "who", "--keep", "n,note");
        assertEquals("who,n,note,predicted", carried.getFirst());
        List<String> before = List.of("007,1.50,\"a, b\",", "007,,NA,", "'=1+1,x,,", "-4,1e3,\u00fc,");
        for (int r = 0; r < before.size(); r++) {
            assertEquals(before.get(r) + plain.get(r + 1), carried.get(r + 1));
        }
        List<String> all = predict(model, data, "--keep", "all", "--id", "2", "--raw-text");
        assertEquals("note,who,x,n,predicted", all.getFirst());
        assertTrue(all.get(3).startsWith(",=1+1,3,x,"), all.get(3));
        assertEquals(
                List.of("who", "predicted"),
                List.of(predict(model, data, "--keep", "who").getFirst().split(",", -1)));
    }

    @Test
    void manyRowsKeepTheirIds() throws IOException {
        Path model = model();
        int rows = 9001;
        Path data = folder.resolve("a.csv");
        Files.writeString(
                data,
                "id,x\n"
                        + IntStream.range(0, rows)
                                .mapToObj(r -> "k" + r + "," + r % 7 + "\n")
                                .collect(Collectors.joining()));
        List<String> predicted = predict(model, data, "--id", "id");
        assertEquals(rows + 1, predicted.size());
        for (int r = 0; r < rows; r++) {
            assertTrue(predicted.get(r + 1).startsWith("k" + r + ","), predicted.get(r + 1));
        }
    }

    @Test
    void anUnknownIdIsRefused() throws IOException {
        Path model = model();
        Path data = Files.writeString(folder.resolve("a.csv"), "who,x\na,1\n");
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", data, "--out", out, "--id", "whom")
                .failed(2, "'whom'", "a.csv has no such column", "'who'");
        Path moons = folder.resolve("moons.st");
        Cli.run("train", "--data", "moons", "--epochs", 1, "--out", moons).done();
        Cli.run("predict", "--model", moons, "--data", "moons", "--out", out, "--id", "0")
                .failed(2, "--id 0", "tables");
        Cli.run("predict", "--model", moons, "--data", "moons", "--out", out, "--keep", "a,b")
                .failed(2, "--keep a,b", "tables");
        assertEquals(false, Files.exists(out));
    }
}
