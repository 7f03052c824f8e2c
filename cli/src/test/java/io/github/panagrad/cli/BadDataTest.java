package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad data files: exit code 2, one message with the place, and neither model nor metrics written. */
class BadDataTest {
    @TempDir
    Path folder;

    private static Arguments file(String content, String options, String... words) {
        return Arguments.of(content, options, words);
    }

    /** Rows whose first column has many different numbers, and a last one. */
    private static String numbers(int rows, String last) {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int r = 0; r < rows; r++) {
            text.append(r).append(',').append(r % 2).append('\n');
        }
        return text.append(last).toString();
    }

    static Stream<Arguments> files() {
        return Stream.of(
                file("", "", "data.csv is empty"),
                file("\n\n  \n", "", "data.csv is empty"),
                file("a,b,c\n", "", "data.csv has a header but no rows after it"),
                file("1\n2\n", "", "data.csv has 1 column", "is the delimiter right?"),
                file("1,2,0\n3,4\n", "", "data.csv, line 2: expected 3 fields", "found 2"),
                file("1,2,0\n\n3,4,1,5\n", "", "data.csv, line 3: expected 3 fields", "found 4"),
                file("1,2,0\n3,-inf,1\n", "", "line 2, column '1': expected a finite number, found '-inf'"),
                file(
                        "1,1e400,0\n3,4,1\n",
                        "",
                        "line 1, column '1': expected a finite number, found '1e400', which is too large"),
                file("1,1e309,0\n3,4,1\n", "--dtype float64", "line 1, column '1'", "found '1e309'"),
                file("1,2,\"0\n3,4,1\n", "", "data.csv, line 1"),
                file("1,2,0\n3,4,1\n", "--target 4", "target '4'", "data.csv", "from 0 to 2"),
                file("a,b,c\n1,2,0\n", "--target d", "target 'd'", "no such column", "'a', 'b', 'c'"),
                file("a,a,c\n1,2,0\n", "--target a", "columns 0 and 1", "both called 'a'"),
                file("a,b,c\n1,2,0\n", "--target 1,2", "target '1,2'", "data.csv", "out of scope"),
                file("a,b,c\n1,2,0\n", "--target b,c", "target 'b,c'", "data.csv", "out of scope"),
                file(numbers(30, "x7,1\n"), "", "data.csv, line 32, column 'a'", "'x7' among numbers"),
                file(numbers(10_100, "x7,1\n"), "", "line 10102, column 'a': expected a number, found 'x7'"),
                file(numbers(30, "1e39,1\n"), "--scaling none", "line 32: column 'a' is 1.0E39", "beyond float32"),
                file(
                        numbers(30, "1,1e39\n"),
                        "--raw-target --task regression",
                        "line 32: the target 'b' is 1.0E39",
                        "beyond float32"),
                file(
                        numbers(30, "1,0.7\n"),
                        "--loss binary_cross_entropy",
                        "line 32, column 'b'",
                        "0.7",
                        "whole number"),
                file("a,b\u001b[31m\n1,1\n2,inf\n3,4\n", "--target a", "line 3, column 'b\\u001b[31m'"),
                file(numbers(30, "1\u001b[2J1,1\n"), "", "line 32, column 'a': found '1\\u001b[2J1'"),
                file("1,2,0.5\n", "", "1 sample cannot be divided", "--validation 0"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isOneMessageWithThePlace(String content, String options, String... words) throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), content);
        requireRefused(data, options, words);
    }

    private void requireRefused(Path data, String options, String... words) {
        Map<String, Long> before = Cli.content(folder);
        Object[] start = {
            "train", "--data", data, "--out", folder.resolve("m.st"), "--metrics", folder.resolve("h.jsonl")
        };
        Object[] more = options.isEmpty() ? new Object[0] : options.split(" ", -1);
        Cli result = Cli.run(Stream.of(start, more).flatMap(Arrays::stream).toArray());
        result.failed(2, words);
        assertFalse(result.err().contains("\u001b"), result.err());
        assertEquals("", result.out());
        assertEquals(before, Cli.content(folder));
    }

    /** What a file is called is as little to be trusted as what is in it. */
    @Test
    void controlCharactersInNamesOfFiles() throws IOException {
        Path data = Files.writeString(folder.resolve("d\u001b[31m.csv"), "1,2,0\n3,4\n");
        Cli refused = Cli.run("train", "--data", data).failed(2, "d\\u001b[31m.csv, line 2");
        assertFalse(refused.err().contains("\u001b"), refused.err());
        Path good = Files.writeString(folder.resolve("g\u001b[31m.csv"), numbers(40, ""));
        Path model = folder.resolve("m\u001b[2J.st");
        Cli trained = Cli.run("train", "--data", good, "--preset", "none", "--epochs", 1, "--out", model)
                .done();
        assertTrue(trained.line("data").startsWith("g\\u001b[31m.csv: 36"), trained.out());
        assertTrue(trained.line("saved").contains("m\\u001b[2J.st"), trained.out());
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", good).done();
        Cli inspected = Cli.run("inspect", "--model", model).done();
        for (Cli run : List.of(trained, evaluated, inspected)) {
            assertFalse((run.out() + run.err()).contains("\u001b"), run.out());
        }
    }

    @Test
    void noSchemaIsWrittenOfDataThatIsRefused() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "1,2,0\n3,4,0\n5,7,0\n");
        requireRefused(data, "--write-schema " + folder.resolve("s.json"), "nothing to learn");
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void gzipCutShort() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append(i)
                    .append(',')
                    .append(i * 7919 % 10007)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        byte[] whole = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
        Path data = folder.resolve("data.csv.gz");
        for (int length : new int[] {5, 15, whole.length / 2, whole.length - 9, whole.length - 3}) {
            Files.write(data, Arrays.copyOf(whole, length));
            requireRefused(data, "", "data.csv.gz, after line ", "cut short");
        }
    }

    @Test
    void gzipDamaged() throws IOException {
        byte[] whole = gzip("1,2,0\n3,4,1\n".repeat(500).getBytes(StandardCharsets.UTF_8));
        // The check sum, in the last eight bytes.
        whole[whole.length - 8] ^= 1;
        requireRefused(Files.write(folder.resolve("data.csv.gz"), whole), "", "damaged", "get the file again");
    }

    private void idx(String name, byte[] content) throws IOException {
        Files.write(Files.createDirectories(folder.resolve("idx")).resolve(name), content);
    }

    private static byte[] images(int count, int size) {
        return ByteBuffer.allocate(16 + count * size * size)
                .putInt(0x803)
                .putInt(count)
                .putInt(size)
                .putInt(size)
                .array();
    }

    private static byte[] labels(int... labels) {
        ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            buffer.put((byte) label);
        }
        return buffer.array();
    }

    @Test
    void idxFolders() throws IOException {
        Path data = Files.createDirectories(folder.resolve("idx"));
        requireRefused(data, "", "no IDX files");
        idx("train-images-idx3-ubyte", images(4, 3));
        requireRefused(data, "", "train-labels-idx1-ubyte", "missing");
        idx("train-labels-idx1-ubyte", labels(0, 1, 2));
        requireRefused(data, "", "3 labels", "4 images");
        idx("train-labels-idx1-ubyte", labels(0, 0, 0, 0));
        requireRefused(data, "", "all samples are of class 0");
        idx("train-labels-idx1-ubyte", labels(0, 1, 2, 3));
        requireRefused(data, "", "--validation 0.1", "each class stays in training");
        idx("train-images-idx3-ubyte", Arrays.copyOf(images(4, 3), 30));
        requireRefused(data, "", "train-images-idx3-ubyte");
    }

    @Test
    void dataThatDoesNotFitTheModel() throws IOException {
        Path model = folder.resolve("m.st");
        Cli.run("train", "--epochs", 1, "--samples", 300, "--out", model).done();

        Path data = Files.writeString(folder.resolve("seven.csv"), "1,2,0\n3,4,6\n");
        Cli.run("evaluate", "--model", model, "--data", data).failed(2, "seven.csv, line 2", "from 0 to 2", "found 6");
        Files.writeString(data, "1,2,3,0\n");
        Cli.run("evaluate", "--model", model, "--data", data)
                .failed(2, "seven.csv", "4 columns", "2 inputs", "3 columns");
        Files.writeString(data, "1,2\n");
        Cli.run("evaluate", "--model", model, "--data", data).failed(2, "seven.csv", "2 columns", "3 columns");
        Files.writeString(data, "1\n");
        Cli.run("predict", "--model", model, "--data", data, "--out", folder.resolve("p.csv"))
                .failed(2, "1 columns", "2 without it");
        Files.writeString(data, "1,2\n");
        Cli.run("predict", "--model", model, "--data", data, "--target", 1, "--out", folder.resolve("p.csv"))
                .failed(2, "--target");
        Files.writeString(data, "1,1e39,0\n3,4,1\n");
        Cli.run("evaluate", "--model", model, "--data", data)
                .failed(2, "seven.csv, line 1, column '1'", "1.0E39, which is beyond float32");
        idx("train-images-idx3-ubyte", images(2, 3));
        idx("train-labels-idx1-ubyte", labels(0, 1));
        Cli.run("evaluate", "--model", model, "--data", folder.resolve("idx"))
                .failed(2, "no test set", "--split train");
        Cli.run("evaluate", "--model", model, "--data", folder.resolve("idx"), "--split", "train")
                .failed(2, "9 inputs", "takes 2");
        idx("train-labels-idx1-ubyte", labels(0, 9));
        Cli.run("evaluate", "--model", model, "--data", folder.resolve("idx"), "--split", "train")
                .failed(2, "label 9", "out of range");
        assertEquals(false, Files.exists(folder.resolve("p.csv")));
    }
}
