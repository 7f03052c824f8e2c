package io.github.panagrad.report;

import io.github.panagrad.error.Quoted;
import java.util.List;

/**
 * The data that a model was trained on.
 *
 * @param parts the sets of rows, such as training, validation and test
 * @param columns those of the table, in its order
 * @param notes what was assumed of the table, or looks wrong, a sentence each
 */
public record DataSummary(List<Part> parts, List<Column> columns, List<String> notes) {
    /** Copies the lists. */
    public DataSummary {
        parts = List.copyOf(parts);
        columns = List.copyOf(columns);
        notes = notes.stream().map(Quoted::message).toList();
    }

    /**
     * A set of rows.
     *
     * @param name such as {@code training}
     * @param source the file, or how the rows were chosen
     * @param rows how many
     */
    public record Part(String name, String source, long rows) {
        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Part {
            if (rows < 0) {
                throw new IllegalArgumentException(name + " has " + rows + " rows");
            }
        }
    }

    /**
     * A column of the table, in words.
     *
     * @param name its name
     * @param readAs what its values were read as, such as {@code text}
     * @param values how many different ones there are
     * @param missing how many training rows have no value
     * @param became what it became, such as {@code 9 inputs, one-hot}, or that it was left out
     * @param why the reason, or how
     * @param notes the numbers of the notes about it, from 1
     */
    public record Column(
            String name, String readAs, String values, String missing, String became, String why, String notes) {
        /** Shortens the texts, which are a file's. */
        public Column {
            name = Quoted.bare(name);
            readAs = Quoted.sentence(readAs);
            became = Quoted.sentence(became);
            why = Quoted.sentence(why);
        }
    }
}
