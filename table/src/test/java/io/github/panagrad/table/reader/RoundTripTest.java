package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.schema.Header;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random tables, written with odd quoting, are read back as they were. */
class RoundTripTest {
    private static final String[] DELIMITERS = {",", ";", "\t", "|"};
    private static final String[] BREAKS = {"\n", "\r\n", "\r"};

    @TempDir
    Path folder;

    private final Random random = new Random(7);

    private String text(String delimiter, boolean isQuoted) {
        String letters = "abcXYZ089é€日😀'.-_" + (isQuoted ? delimiter + "\"\n\r, " : "");
        int[] points = letters.codePoints().toArray();
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.append('t').toString();
    }

    private String number(double value, String delimiter) {
        String text = random.nextInt(3) == 0
                ? Double.toString(value)
                : Double.toString(value).replace("E", "e+");
        text = text.contains("e+-") ? text.replace("e+-", "E-") : text;
        return spaced(random.nextInt(4) == 0 ? '"' + text + '"' : text, delimiter);
    }

    private String spaced(String text, String delimiter) {
        // A quote must follow the delimiter directly unless the first lines show spaces there.
        return delimiter.equals("\t") || text.startsWith("\"") ? text : " ".repeat(random.nextInt(2)) + text;
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "7, true", "7, false", "64, true", "65536, false", "65536, true"})
    void isReadBackEqual(int blockRows, boolean isFile) throws IOException {
        for (int round = 0; round < 12; round++) {
            requireRoundTrip(blockRows, isFile ? Storage.file(folder) : Storage.memory());
        }
    }

    private void requireRoundTrip(int blockRows, Storage storage) throws IOException {
        String delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
        String lineBreak = BREAKS[random.nextInt(BREAKS.length)];
        int rows = 1 + random.nextInt(200);
        int columns = 1 + random.nextInt(6);
        double[][] numbers = new double[columns][rows];
        List<List<String>> texts = new ArrayList<>();
        StringBuilder content = new StringBuilder();
        StringBuilder header = new StringBuilder();
        for (int c = 0; c < columns; c++) {
            texts.add(new ArrayList<>());
            header.append(c == 0 ? "" : delimiter)
                    .append("n")
                    .append(c)
                    .append(delimiter)
                    .append("c")
                    .append(c);
        }
        content.append(header).append(lineBreak);
        for (int r = 0; r < rows; r++) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                boolean isMissing = random.nextInt(5) == 0 && r > 0;
                numbers[c][r] =
                        isMissing ? Double.NaN : (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(40) - 20);
                boolean isQuoted = random.nextBoolean();
                String text = text(delimiter, isQuoted);
                texts.get(c).add(isMissing ? "-" : text);
                line.append(c == 0 ? "" : delimiter)
                        .append(isMissing ? "?" : number(numbers[c][r], delimiter))
                        .append(delimiter)
                        .append(
                                isMissing
                                        ? ""
                                        : isQuoted ? '"' + text.replace("\"", "\"\"") + '"' : spaced(text, delimiter));
            }
            content.append(line).append(lineBreak);
            if (random.nextInt(20) == 0) {
                content.append(lineBreak);
            }
        }
        Path file = Files.writeString(folder.resolve("r.csv"), content);
        ReadOptions options = ReadOptions.defaults()
                .withStorage(storage)
                .withDelimiter(delimiter.charAt(0))
                .withQuote('"')
                .withHeader(Header.YES);
        try (StoredTable table = TableReader.read(List.of(file), options, blockRows)) {
            assertEquals(rows, table.rows());
            for (int c = 0; c < columns; c++) {
                double[] read = new double[rows];
                // In pieces, across blocks.
                for (int from = 0; from < rows; ) {
                    int count = Math.min(rows - from, 1 + random.nextInt(100));
                    double[] piece = new double[count + 3];
                    table.numbers(2 * c, from, count, piece);
                    System.arraycopy(piece, 0, read, from, count);
                    from += count;
                }
                assertArrayEquals(numbers[c], read);
                assertEquals(texts.get(c), Tables.column(table, 2 * c + 1));
            }
        }
    }
}
