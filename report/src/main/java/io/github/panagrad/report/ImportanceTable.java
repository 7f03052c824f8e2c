package io.github.panagrad.report;

import io.github.panagrad.error.Quoted;
import java.util.List;

/**
 * The drop of a metric when a column is shuffled.
 *
 * @param metric its name
 * @param baseline its value with nothing shuffled
 * @param rows how many rows it was computed on
 * @param repeats how often each column was shuffled
 * @param columns in any order
 */
public record ImportanceTable(String metric, double baseline, int rows, int repeats, List<Column> columns) {
    /** Copies the list. */
    public ImportanceTable {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param name its name
     * @param meanDrop by how much the metric becomes worse, the mean over the repeats; negative if it becomes better
     * @param deviation the standard deviation over the repeats
     */
    public record Column(String name, double meanDrop, double deviation) {
        /** Shortens the name, which is a file's. */
        public Column {
            name = Quoted.bare(name);
        }
    }
}
