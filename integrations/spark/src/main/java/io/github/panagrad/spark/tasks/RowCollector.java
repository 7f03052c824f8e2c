package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Collects rows of Spark into a table. Used by one thread. */
public final class RowCollector {
    private final String name;
    private final Schema schema;

    /** Where the columns are in the rows. */
    private final int[] positions;

    private final List<CellReader> cells;
    private final double[][] numbers;
    private final int[][] codes;
    private final List<Map<String, Integer>> categories = new ArrayList<>();
    private int rows;

    /**
     * Begins a table.
     *
     * @param name what the table is called in messages
     * @param type of the rows
     * @param columns those of its columns that the table has, by name
     * @throws InvalidInputException if a column has a type that cannot be learned from
     */
    public RowCollector(String name, StructType type, List<String> columns) {
        this.name = name;
        StructField[] fields = type.fields();
        positions = columns.stream().mapToInt(type::fieldIndex).toArray();
        schema = schema(
                name,
                SparkColumn.of(Arrays.stream(positions).mapToObj(p -> fields[p]).toList()));
        cells = CellReader.of(schema);
        numbers = new double[positions.length][0];
        codes = new int[positions.length][0];
        columns.forEach(_ -> categories.add(new HashMap<>()));
    }

    private static Schema schema(String name, List<Column> columns) {
        try {
            return new Schema(columns, true, Schema.DEFAULT_MISSING, "");
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(name + ": " + e.getMessage(), e);
        }
    }

    /** Adds a row. */
    public void add(Row row) {
        if (rows == Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(name + " has more than " + rows + " rows, too many for one model's memory");
        }
        for (int c = 0; c < positions.length; c++) {
            boolean isMissing = row.isNullAt(positions[c]);
            if (schema.columns().get(c).type() == ColumnType.CATEGORICAL) {
                if (rows == codes[c].length) {
                    codes[c] = Arrays.copyOf(codes[c], grown());
                }
                codes[c][rows] = isMissing ? -1 : code(c, row.getString(positions[c]));
            } else {
                if (rows == numbers[c].length) {
                    numbers[c] = Arrays.copyOf(numbers[c], grown());
                }
                numbers[c][rows] =
                        isMissing ? Double.NaN : cells.get(c).number(SparkColumn.number(row.get(positions[c])));
            }
        }
        rows++;
    }

    private int grown() {
        return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(16L, rows + (rows >> 1)));
    }

    private int code(int column, String text) {
        String category = cells.get(column).category(text);
        if (category == null) {
            return -1;
        }
        Map<String, Integer> known = categories.get(column);
        return known.computeIfAbsent(category, _ -> known.size());
    }

    /** Returns the number of rows. */
    public int rows() {
        return rows;
    }

    /** Returns the rows in the order in which they were added. This is to be used no more. */
    public HeapColumns inOrder() {
        String[][] texts = new String[positions.length][];
        for (int c = 0; c < texts.length; c++) {
            texts[c] = new String[categories.get(c).size()];
            for (Map.Entry<String, Integer> entry : categories.get(c).entrySet()) {
                texts[c][entry.getValue()] = entry.getKey();
            }
            boolean isCategorical = schema.columns().get(c).type() == ColumnType.CATEGORICAL;
            codes[c] = Arrays.copyOf(codes[c], isCategorical ? rows : 0);
            numbers[c] = Arrays.copyOf(numbers[c], isCategorical ? 0 : rows);
        }
        return new HeapColumns(name, schema, rows, numbers, codes, texts);
    }

    /**
     * Returns the rows in the order of their values, which does not depend on that in which they were added: by the first column, then by
     * the second, and so on; missing values first, numbers by size, texts by their characters. This is to be used no more.
     */
    public HeapColumns sorted() {
        return HeapColumns.sorted(inOrder(), name);
    }

    @Override
    public String toString() {
        return Quoted.bare(name) + " of " + rows + " rows until now";
    }
}
