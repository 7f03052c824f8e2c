package io.github.panagrad.table.reader;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes the lines of a CSV file in a random style, and counts them. */
final class MadeLines {
    private static final String[] BREAKS = {"\n", "\n", "\r\n", "\r"};

    private final Random random;
    private final char delimiter;
    private final char quote;
    private final String lineBreak;
    private final int quoting;
    private final boolean hasSpaces;
    private final boolean hasEmptyLines;
    private final boolean endsWithBreak;
    private final @Nullable Character comment;
    private final StringBuilder text = new StringBuilder();
    private List<String> header = List.of();
    private String pending = "";
    private long line = 1;

    MadeLines(Random random, char delimiter, char quote) {
        this.random = random;
        this.delimiter = delimiter;
        this.quote = quote;
        lineBreak = BREAKS[random.nextInt(BREAKS.length)];
        quoting = quote == '\'' ? 1 : random.nextInt(3);
        hasSpaces = delimiter != '\t' && random.nextInt(8) == 0;
        hasEmptyLines = random.nextInt(8) == 0;
        endsWithBreak = random.nextInt(4) > 0;
        comment = random.nextInt(10) == 0 ? '#' : null;
        if (delimiter == ';' && random.nextInt(6) == 0) {
            end("sep=;");
        }
    }

    /** The character that comments begin with, or null if there are none. */
    @Nullable
    Character comment() {
        return comment;
    }

    void header(List<String> names) {
        header = names;
        write(names);
    }

    /**
     * Writes a row.
     *
     * @param mayRepeatHeader whether the header may come again before it
     * @return the line where it begins
     */
    long row(List<String> texts, boolean mayRepeatHeader) {
        if (hasEmptyLines && random.nextInt(6) == 0) {
            end("");
        }
        if (comment != null && random.nextInt(9) == 0) {
            end("# a comment, \"with; all\tsorts|of 'things");
        }
        if (mayRepeatHeader && random.nextInt(400) == 0) {
            write(header);
        }
        return write(texts);
    }

    private long write(List<String> texts) {
        StringBuilder record = new StringBuilder();
        for (String field : texts) {
            record.append(record.isEmpty() ? "" : delimiter + (hasSpaces ? " " : ""));
            record.append(written(field, record.isEmpty()));
        }
        return end(record.toString());
    }

    private String written(String field, boolean isFirst) {
        boolean isNeeded = field.chars().anyMatch(c -> c == delimiter || c == quote || c == '\n' || c == '\r')
                || (isFirst && (field.startsWith("#") || field.isEmpty()));
        boolean isQuoted = isNeeded
                || (quoting == 1 && !field.isEmpty() && Character.isLetter(field.charAt(0)))
                || (quoting == 2 && random.nextInt(3) == 0);
        String mark = String.valueOf(quote);
        return isQuoted ? mark + field.replace(mark, mark + mark) + mark : field;
    }

    /** Ends the line before it, if there is one. */
    private long end(String record) {
        text.append(pending).append(record);
        pending = lineBreak;
        long start = line;
        line += 1
                + record.replace("\r\n", "\n")
                        .chars()
                        .filter(c -> c == '\n' || c == '\r')
                        .count();
        return start;
    }

    String text() {
        return text + (endsWithBreak ? pending : "");
    }

    /** Describes the style. */
    @Override
    public String toString() {
        return "divided by '" + delimiter + "', lines by "
                + lineBreak.replace("\r", "CR").replace("\n", "LF") + ", quote " + quote + " of style " + quoting
                + (hasSpaces ? ", with spaces" : "");
    }
}
