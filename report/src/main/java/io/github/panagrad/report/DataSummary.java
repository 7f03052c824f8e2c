package io.github.panagrad.report;

import io.github.panagrad.error.Quoted;
import java.util.List;

/**
 * The data that a model was trained on.
 *
 * @param parts the sets of rows, such as training, validation and test
 * @param columns those of the table, in its order
 */
public record DataSummary(List<Part> parts, List<Column> columns) {
    /** Copies the lists. */
    public DataSummary {
        parts = List.copyOf(parts);
        columns = List.copyOf(columns);
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
     * A column of the table.
     *
     * @param name its name
     * @param type such as {@code numeric}, {@code categorical} or {@code target}
     * @param missing how many training rows have no value
     * @param values its values in words: a range, or the number of categories
     * @param encoding its encoding in words, such as {@code one-hot, 9 inputs}
     */
    public record Column(String name, String type, long missing, String values, String encoding) {
        /**
         * Checks the number, and shortens the texts, which are a file's.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Column {
            name = Quoted.bare(name);
            values = Quoted.sentence(values);
            encoding = Quoted.sentence(encoding);
            if (missing < 0) {
                throw new IllegalArgumentException("column " + name + " has " + missing + " missing values");
            }
        }
    }
}
