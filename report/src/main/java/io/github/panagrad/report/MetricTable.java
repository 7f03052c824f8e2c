package io.github.panagrad.report;

import java.util.List;

/**
 * The final metrics.
 *
 * @param parts the sets of rows, such as training, validation and test; one column each
 * @param rows one for each metric
 */
public record MetricTable(List<String> parts, List<Row> rows) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row has more or fewer values than there are parts, naming it
     */
    public MetricTable {
        parts = List.copyOf(parts);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.values().size() != parts.size()) {
                throw new IllegalArgumentException("the metric " + row.metric() + " has "
                        + row.values().size() + " values, but there are " + parts.size() + " parts");
            }
        }
    }

    /**
     * A metric.
     *
     * @param metric its name
     * @param values one for each part; NaN where there is none
     */
    public record Row(String metric, List<Double> values) {
        /** Copies the list. */
        public Row {
            values = List.copyOf(values);
        }
    }
}
