package io.github.panagrad.table.reader;

import io.github.panagrad.schema.Header;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.reader.MadeColumn.Cell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A random table as a test has made it: what is in its file, what must be read from it, and, if there is a mistake in it, what the
 * refusal must name. The last column is the target.
 */
final class MadeTable {
    private static final int FEW_ROWS = 25;

    private final long seed;
    private final Random random;
    private final int rows;
    private final boolean isJson;
    private final char quote;
    private final List<MadeColumn> columns = new ArrayList<>();
    private final List<String> names;
    private final boolean hasHeader;
    private final List<String> mustName = new ArrayList<>();
    private int wrongRow = -1;
    private int wrongColumn = -1;
    private int surplusFields;
    private String kind = "";
    private ReadOptions options = ReadOptions.defaults();
    private @Nullable String weight;

    /** Makes a table; the same for the same seed. */
    MadeTable(long seed) {
        this.seed = seed;
        random = new Random(seed);
        rows = random.nextInt(8) == 0 ? 3 + random.nextInt(FEW_ROWS) : FEW_ROWS + random.nextInt(200);
        isJson = random.nextInt(5) == 0;
        quote = isJson || random.nextInt(6) > 0 ? '"' : '\'';
        hasHeader = isJson || random.nextInt(3) > 0;
        int features = 1 + random.nextInt(6);
        MadeGaps gaps = new MadeGaps(random, rows > FEW_ROWS);
        for (int c = 0; c < features; c++) {
            columns.add(feature(gaps));
        }
        MadeTexts texts = texts(gaps);
        names = texts.names(features + 2);
        if (random.nextInt(4) == 0) {
            columns.add(new MadeNumbers(random, rows, gaps).weights());
            weight = hasHeader ? names.get(features) : Integer.toString(features);
            options = options.withWeight(weight);
        }
        columns.add(target(new MadeGaps(random, false)));
        boolean tells = columns.stream().anyMatch(MadeColumn::tellsHeader);
        if (!isJson && (rows <= FEW_ROWS || !tells)) {
            options = options.withHeader(hasHeader ? Header.YES : Header.NO);
        }
        plantMistake();
    }

    private MadeColumn feature(MadeGaps gaps) {
        MadeNumbers numbers = new MadeNumbers(random, rows, gaps);
        MadeDates dates = new MadeDates(random, rows, gaps);
        return switch (random.nextInt(9)) {
            case 0, 1 -> numbers.plain();
            case 2, 3 -> numbers.dressed();
            case 4 -> numbers.codes();
            case 5 -> dates.dates();
            case 6 -> dates.truths();
            default -> texts(gaps).texts();
        };
    }

    private MadeColumn target(MadeGaps none) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> new MadeNumbers(random, rows, none).plain();
            case 2 -> new MadeNumbers(random, rows, none).dressed();
            case 3 -> new MadeDates(random, rows, none).twoWords();
            default -> texts(none).texts();
        };
    }

    private MadeTexts texts(MadeGaps gaps) {
        return new MadeTexts(random, rows, gaps, quote == '"');
    }

    /** Some tables have a text that is no number, or a field too many or too few. */
    private void plantMistake() {
        if (random.nextInt(8) > 0) {
            return;
        }
        // A mistake in the first line would make it a header.
        wrongRow = 1 + random.nextInt(rows - 1);
        if (!isJson && rows > FEW_ROWS && columns.size() > 2 && random.nextInt(3) == 0) {
            // Among the first lines it is less clear which of them are the odd ones.
            wrongRow = rows / 2;
            surplusFields = random.nextBoolean() ? 1 : -1;
            return;
        }
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).mistake() != null) {
                wrongColumn = c;
                mustName.add(names(c));
                return;
            }
        }
        wrongRow = -1;
    }

    private String names(int column) {
        return hasHeader ? names.get(column) : Integer.toString(column);
    }

    /** Writes the file, and returns it. */
    Path write(Path folder) throws IOException {
        String text = isJson ? json() : csv();
        Charset charset = StandardCharsets.UTF_8;
        String mark = "";
        if (random.nextInt(4) == 0) {
            Charset[] charsets = {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE};
            charset = charsets[random.nextInt(charsets.length)];
            mark = "\ufeff";
        }
        kind += " in " + (mark.isEmpty() ? "" : "marked ") + charset;
        byte[] bytes = (mark + text).getBytes(charset);
        boolean isZipped = random.nextInt(6) == 0;
        Path file = folder.resolve(isJson ? "made.jsonl" : "made.csv");
        return Files.write(file, isZipped ? zipped(bytes) : bytes);
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(bytes);
        }
        return zipped.toByteArray();
    }

    private String csv() {
        char delimiter = ",,,;;;\t\t|".charAt(random.nextInt(9));
        MadeLines lines = new MadeLines(random, delimiter, quote);
        kind = "CSV " + lines;
        if (lines.comment() != null) {
            options = options.withComment(lines.comment());
        }
        if (hasHeader) {
            lines.header(names.subList(0, columns.size()));
        }
        for (int r = 0; r < rows; r++) {
            List<String> texts = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                texts.add(text(r, c));
            }
            if (r == wrongRow && surplusFields > 0) {
                texts.add("0");
            } else if (r == wrongRow && surplusFields < 0) {
                texts.removeLast();
            }
            long line = lines.row(texts, hasHeader && rows > FEW_ROWS && r > FEW_ROWS);
            if (r == wrongRow) {
                mustName.add("line " + line);
            }
        }
        return lines.text();
    }

    private String text(int row, int column) {
        return row == wrongRow && column == wrongColumn
                ? String.valueOf(columns.get(column).mistake())
                : columns.get(column).cells().get(row).text();
    }

    private String json() {
        kind = "JSON lines";
        if (wrongRow >= 0) {
            mustName.add("line " + (wrongRow + 1));
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows; r++) {
            List<String> fields = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                Cell cell = columns.get(c).cells().get(r);
                boolean isTarget = c == columns.size() - 1;
                String token = r == wrongRow && c == wrongColumn ? quoted(text(r, c)) : token(c, cell);
                // The first object says what the order is.
                boolean isMark = cell.value() == null && (columns.get(c).isAssumed() || r == wrongRow);
                if (r == 0 || isTarget || isMark || cell.value() != null || random.nextBoolean()) {
                    fields.add(quoted(names.get(c)) + ":" + (random.nextBoolean() ? " " : "") + token);
                }
            }
            text.append('{').append(String.join(", ", fields)).append("}\n");
        }
        return text.toString();
    }

    private String token(int column, Cell cell) {
        String text = cell.text();
        if (cell.value() == null && !columns.get(column).isAssumed() && random.nextBoolean()) {
            return "null";
        }
        boolean isNumber = text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
        boolean isCode = columns.get(column).isAssumed() && columns.get(column).mistake() == null;
        return (isNumber && !isCode) || text.equals("true") || text.equals("false") ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Returns the options to read it with. */
    ReadOptions options() {
        return options;
    }

    int rows() {
        return rows;
    }

    List<MadeColumn> columns() {
        return columns;
    }

    /** Returns the columns' names. */
    List<String> names() {
        List<String> all = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            all.add(names(c));
        }
        return all;
    }

    /** Returns whether there is a mistake in the table. */
    boolean isWrong() {
        return wrongRow >= 0;
    }

    /** Returns what a message about the mistake must name. */
    List<String> mustName() {
        return mustName;
    }

    /** Describes the table in a few lines, and how it can be made again. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "seed " + seed + ": " + kind + ", " + rows + " rows, " + (hasHeader ? "header" : "no header") + ", "
                        + options.csv() + (isWrong() ? ", wrong row " + wrongRow : ""));
        for (int c = 0; c < columns.size(); c++) {
            text.append("\n  ")
                    .append(names(c))
                    .append(": ")
                    .append(columns.get(c).kind());
        }
        return text.toString();
    }
}
