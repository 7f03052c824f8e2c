package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in other formats than CSV, those that are no tables, and rows without a target. */
class FormatsTest {
    private static final int ROWS = 200;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String lines(int rows, IntFunction<String> row) {
        return IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n", "", "\n"));
    }

    private Path model() {
        return folder.resolve("m.st");
    }

    private Cli train(Path data, Object... more) {
        return Cli.run(Stream.concat(
                        Stream.of(
                                "train",
                                "--data",
                                data,
                                "--layers",
                                8,
                                "--learning-rate",
                                0.05,
                                "--epochs",
                                40,
                                "--out",
                                model()),
                        Stream.of(more))
                .toArray());
    }

    private List<String> predict(Path data, Object... more) throws IOException {
        Path out = folder.resolve("p.csv");
        Cli.run(Stream.concat(Stream.of("predict", "--model", model(), "--data", data, "--out", out), Stream.of(more))
                        .toArray())
                .done();
        return Files.readAllLines(out);
    }

    private static String kind(int r) {
        return r % 3 > 0 ? "second" : "first";
    }

    @Test
    void jsonLinesGoThroughAllCommands() throws IOException {
        Path json = write(
                "t.jsonl",
                lines(
                        ROWS,
                        r -> "{\"name\":\"N" + r + "\",\"x\":" + r % 3 + (r % 10 == 0 ? "" : ",\"z\":" + r % 7)
                                + ",\"kind\":\"" + kind(r) + "\"}"));
        Path csv = write(
                "t.csv",
                "name,x,z,kind\n"
                        + lines(ROWS, r -> "N" + r + "," + r % 3 + "," + (r % 10 == 0 ? "" : r % 7) + "," + kind(r)));
        train(json, "--id", "name", "--target", "kind").done();
        String found =
                Cli.run("evaluate", "--model", model(), "--data", json).done().line("accuracy");
        assertTrue(Double.parseDouble(found.split(" ", -1)[0]) > 0.95, found);
        List<String> fromJson = predict(json, "--id", "name", "--keep", "z,x");
        assertEquals(ROWS + 1, fromJson.size());
        assertTrue(fromJson.getFirst().startsWith("name,z,x,predicted"), fromJson::getFirst);
        assertTrue(fromJson.get(2).startsWith("N1,1,1,second"), fromJson.get(2));
        assertEquals(fromJson, predict(csv, "--id", "name", "--keep", "z,x"));
        // Without the target, and in another order.
        Path fresh = write("f.jsonl", lines(4, r -> "{\"z\":null,\"x\":" + r % 3 + "}"));
        assertEquals(5, predict(fresh).size());
        Cli.run("cross-validate", "--data", json, "--target", "kind", "--id", "name", "--folds", 2, "--epochs", 2)
                .done();
    }

    @Test
    void whatIsNoTableIsNamedByEveryCommand() throws IOException {
        Path sound = write("s.csv", "x,y\n" + lines(40, r -> r % 2 + "," + (r % 2 == 0 ? "a" : "b")));
        train(sound).done();
        String[][] cases = {
            {"a.xlsx", "PK\u0003\u0004", "zip archive", "unpack"},
            {"b.csv", "%PDF-1.4", "PDF", "save it as CSV"},
            {"c.csv", "<html><body>Log in</body></html>", "HTML", "get the file itself"},
            {"d.json", "[{\"a\":1},{\"a\":2}]", "JSON array", "jq"},
            {"e.csv", "a\0,\0b\0;\0", "UTF-16", "iconv"},
            {"f.npy", "\u0093NUMPY", "NumPy", "savetxt"},
            {"g.jsonl", "{\"y\":{\"b\":1},\"x\":2}", "line 1: the key 'y' holds an object", "--ignore"},
        };
        for (String[] one : cases) {
            Path file = write(one[0], one[1]);
            train(file).failed(2, one[2], one[3]);
            train(sound, "--validation-data", file).failed(2, one[2], one[3]);
            Cli.run("cross-validate", "--data", file, "--folds", 2).failed(2, one[2], one[3]);
            Cli.run("evaluate", "--model", model(), "--data", file).failed(2, one[2], one[3]);
            if (!one[0].equals("g.jsonl")) {
                Cli.run("predict", "--model", model(), "--data", file, "--out", folder.resolve("p.csv"))
                        .failed(2, one[2], one[3]);
            }
        }
    }

    @Test
    void aFolderOfTablesIsNamed() throws IOException {
        Path tables = Files.createDirectory(folder.resolve("tables"));
        for (String name : new String[] {"a.csv", "b.csv", "notes.txt"}) {
            Files.writeString(tables.resolve(name), "x,y\n1,a\n2,b\n3,a\n4,b\n");
        }
        String pattern = tables.resolve("*.csv").toString();
        train(tables).failed(2, "a folder with 2 files that end in .csv", pattern);
        train(tables.resolve("a.csv"), "--validation-data", tables).failed(2, "--validation-data", pattern);
        train(Path.of(pattern), "--validation", 0).done();
    }

    @Test
    void unreadableColumnsOfParquetAreLeftOut() throws IOException {
        Path resources = Path.of("..", "table/src/test/resources/io/github/panagrad/table/parquet");
        Cli trained =
                train(resources.resolve("nested.parquet"), "--validation", 0).done();
        assertTrue(
                trained.err().contains("NOTE: ") && trained.err().contains("column 'list' is nested"), trained.err());
        assertEquals(21, predict(resources.resolve("nested.parquet")).size());
        train(resources.resolve("nested.parquet"), "--target", "list").failed(2, "column 'list' is nested");
        train(resources.resolve("types-lz4_raw.parquet"), "--target", "mood").done();
        train(resources.resolve("hadoop-lz4.parquet"), "--target", "c1", "--validation", 0)
                .done();
    }

    @Test
    void rowsWithoutATargetAreRefusedOrLeftOut() throws IOException {
        Path data = write("t.csv", "x,y\n" + lines(ROWS, r -> r % 3 + "," + (r % 20 == 7 ? "" : kind(r))));
        Path clean = write(
                "c.csv",
                "x,y\n"
                        + IntStream.range(0, ROWS)
                                .filter(r -> r % 20 != 7)
                                .mapToObj(r -> r % 3 + "," + kind(r))
                                .collect(Collectors.joining("\n")));
        train(data).failed(2, "line 9", "is missing, as it is in", "--missing-target drop");
        train(data, "--missing-target", "keep").failed(2, "--missing-target", "fail, drop");
        Cli trained = train(data, "--missing-target", "drop").done();
        List<String> notes = trained.err()
                .lines()
                .filter(line -> line.contains("left out 10 rows"))
                .toList();
        assertEquals(1, notes.size(), trained.err());
        assertTrue(notes.getFirst().contains("t.csv, line 9; "), notes::getFirst);
        List<String> predictions = predict(data);
        assertEquals(ROWS + 1, predictions.size());
        Cli.run("evaluate", "--model", model(), "--data", data).failed(2, "line 9", "--missing-target drop");
        Cli evaluated = Cli.run("evaluate", "--model", model(), "--data", data, "--missing-target", "drop")
                .done();
        assertEquals(
                Cli.run("evaluate", "--model", model(), "--data", clean).done().line("loss"), evaluated.line("loss"));
        // The same samples in the same order are the same training.
        train(clean).done();
        assertEquals(predictions, predict(data));
        Cli.run("cross-validate", "--data", data, "--folds", 3, "--epochs", 2, "--missing-target", "drop")
                .done();
        Cli.run("train", "--data", "moons", "--missing-target", "drop").failed(2, "--missing-target", "tables");
    }
}
