package io.github.panagrad.table.reader;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

/** Bad CSV files: one message with the place. */
class CsvErrorTest {
    @TempDir
    Path folder;

    private static Arguments file(String content, String... words) {
        return Arguments.of(content, ReadOptions.defaults(), words);
    }

    private static Arguments file(String content, ReadOptions options, String... words) {
        return Arguments.of(content, options, words);
    }

    static Stream<Arguments> files() {
        ReadOptions defaults = ReadOptions.defaults();
        return Stream.of(
                file("", "d.csv is empty"),
                file("\n\n  \n", "d.csv is empty"),
                file("a,b,c\n", "a header but no rows"),
                file("1,2,0\n3,4\n", "d.csv, line 2: expected 3 fields", "found 2"),
                file("1,2,0\n\n3,4,1,5\n", "line 3: expected 3 fields", "found 4"),
                file("1,2,0\n" + ",".repeat(1002) + "\n", "line 2: expected 3 fields", "found 1003;"),
                file("1,2,0\n" + ",".repeat(1003) + "\n", "line 2: expected 3 fields", "found more than 1003;"),
                file("1,2\n".repeat(20_000) + ",".repeat(5000), "line 20001: ", "found more than 1002;"),
                file("1\n2\n", "1 column", "delimiter"),
                file("1,2,\"0\n3,4,1\n", "line 1", "quote", "not closed"),
                file("1,\"a\"b\n2,c\n", "line 1", "after a closing quote"),
                file("a,a\n1,2\n", "columns 0 and 1", "both called 'a'"),
                file("1,2\n3,inf\n", "line 2, column '1': expected a finite number", "'inf'"),
                file("1,2\n3,1e999\n", "line 2, column '1'", "'1e999'"),
                file("a\0b,1\n", "not a text file", "character 2"),
                file("a,b\n1,x\u001b[31m\n", defaults.withTypes(Map.of("b", ColumnType.NUMERIC)), "'x\\u001b[31m'"),
                file("age,b\n1,2\n", defaults.withTarget("agee"), "target 'agee'", "did you mean 'age'?", "'age', 'b'"),
                file("a,b\n1,2\n", defaults.withTarget("2"), "target '2'", "from 0 to 1"),
                file("a,b\n1,2\n", defaults.withTarget("-1"), "target '-1'"),
                file(
                        "1,2\n3,4\n",
                        defaults.withIgnored(List.of("a")),
                        "ignored column 'a'",
                        "no header",
                        "from 0 to 1"),
                file("a,b\n1,2\n", defaults.withWeight("a").withTarget("0"), "named as WEIGHT too"),
                file("a,b,c\nx,1,2\n", defaults.withWeight("a"), "the weight's column 'a'", "CATEGORICAL"),
                file("a,b\nc,d\n", defaults.withDelimiter(';'), "1 column"),
                file("x".repeat(1_100_000), "more than 1048576 characters"),
                file(",".repeat(200_000), "more than 100000 columns"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedWithThePlace(String content, ReadOptions options, String... words) throws IOException {
        Path file = Files.writeString(folder.resolve("d.csv"), content);
        Tables.requireRefused(() -> TableReader.read(List.of(file), options).close(), words);
    }

    private void requireRefused(byte[] content, String... words) throws IOException {
        Path file = Files.write(folder.resolve("d.csv.gz"), content);
        Tables.requireRefused(
                () -> TableReader.read(List.of(file), ReadOptions.defaults()).close(), words);
    }

    @Test
    void damagedGzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("1,2,0\n3,4,1\n".repeat(5000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = bytes.toByteArray();
        for (int length : new int[] {5, 15, whole.length / 2, whole.length - 9, whole.length - 3}) {
            requireRefused(Arrays.copyOf(whole, length), "d.csv.gz, after line ", "cut short");
        }
        whole[whole.length - 8] ^= 1;
        requireRefused(whole, "damaged", "get the file again");
    }

    @Test
    void textThatIsNotUtf8() throws IOException {
        requireRefused("a,b\n1,Curaçao\n".getBytes(StandardCharsets.ISO_8859_1), "not UTF-8", "iconv");
        byte[] late = ("a,b\n" + "1,x\n".repeat(100_000) + "1,é\n").getBytes(StandardCharsets.ISO_8859_1);
        requireRefused(late, "after line 9", "not UTF-8");
    }

    @Test
    void filesAndFoldersThatAreNotThere() {
        ReadOptions defaults = ReadOptions.defaults();
        Path none = folder.resolve("none.csv");
        Tables.requireRefused(() -> TableReader.read(List.of(none), defaults), "none.csv", "no such file");
        Tables.requireRefused(() -> TableReader.read(List.of(folder), defaults), "is a folder", "*.csv");
        Path missing = folder.resolve("missing");
        Tables.requireRefused(
                () -> TableReader.read(
                        List.of(Files.writeString(folder.resolve("a.csv"), "1,2\n")),
                        defaults.withStorage(Storage.file(missing))),
                missing.toString(),
                "cannot be created",
                "name another folder");
    }

    @Test
    void aColumnOfTooManyDifferentTexts() throws IOException {
        StringBuilder text = new StringBuilder("id,y\n");
        for (int r = 0; r < 1_000_001; r++) {
            text.append('u').append(r).append(",1\n");
        }
        Path file = Files.writeString(folder.resolve("ids.csv"), text);
        Tables.requireRefused(
                () -> TableReader.read(List.of(file), ReadOptions.defaults()),
                "column 'id'",
                "more than 1000000 different texts",
                "leave the column out");
    }
}
