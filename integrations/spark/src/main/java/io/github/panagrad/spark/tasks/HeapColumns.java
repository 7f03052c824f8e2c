package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.SchemaFile;
import io.github.panagrad.table.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table as arrays on the heap, which any serialiser of Spark can send to executors. Immutable; threads may share it. Closing it has no
 * effect: it is shared by the tasks of an executor.
 */
public final class HeapColumns implements Table, Serializable {
    private static final long serialVersionUID = 1;

    private final String name;
    private final String schemaJson;
    private final int rows;
    private final double[][] numbers;
    private final int[][] codes;
    private final String[][] categories;

    /** Read from the JSON where it is first asked for after a journey. */
    private transient volatile @Nullable Schema schema;

    HeapColumns(String name, Schema schema, int rows, double[][] numbers, int[][] codes, String[][] categories) {
        this.name = name;
        this.schema = schema;
        schemaJson = SchemaFile.toJson(schema);
        this.rows = rows;
        this.numbers = numbers;
        this.codes = codes;
        this.categories = categories;
    }

    /** Copies a table, which remains the caller's; ignored columns remain without values. */
    public static HeapColumns copyOf(Table table, String name) {
        if (table instanceof HeapColumns known) {
            return known;
        }
        Schema schema = table.schema();
        int count = schema.columns().size();
        double[][] numbers = new double[count][0];
        int[][] codes = new int[count][0];
        String[][] categories = new String[count][0];
        for (int c = 0; c < count; c++) {
            Column column = schema.columns().get(c);
            if (column.role() == Role.IGNORED) {
                continue;
            }
            if (column.type() == ColumnType.CATEGORICAL) {
                codes[c] = new int[table.rows()];
                table.codes(c, 0, table.rows(), codes[c]);
                categories[c] = table.categories(c).toArray(String[]::new);
            } else {
                numbers[c] = new double[table.rows()];
                table.numbers(c, 0, table.rows(), numbers[c]);
            }
        }
        return new HeapColumns(name, schema, table.rows(), numbers, codes, categories);
    }

    /**
     * Copies a table with its rows in the order of their values: by the first column, then by the second, and so on; missing values first,
     * numbers by size, texts by their characters. Rows that are equal cannot be told apart, so that the order does not depend on the one
     * before; a negative zero is zero, as it is where Spark compares.
     *
     * @param table read; remains the caller's
     * @param name what the copy is called in messages
     */
    public static HeapColumns sorted(Table table, String name) {
        HeapColumns given = copyOf(table, name);
        int[][] ranks = new int[given.codes.length][];
        for (int c = 0; c < ranks.length; c++) {
            ranks[c] = ranks(given.categories[c]);
        }
        Integer[] order = new Integer[given.rows];
        Arrays.setAll(order, r -> r);
        Arrays.sort(order, (a, b) -> given.compare(a, b, ranks));
        int[] positions = Arrays.stream(order).mapToInt(Integer::intValue).toArray();
        HeapColumns sorted = copyOf(new SelectedRows(given, positions), name);
        for (double[] ofColumn : sorted.numbers) {
            for (int r = 0; r < ofColumn.length; r++) {
                ofColumn[r] = positive(ofColumn[r]);
            }
        }
        return sorted;
    }

    /** Returns zero for both zeros. */
    private static double positive(double value) {
        return value + 0.0;
    }

    private int compare(int a, int b, int[][] ranks) {
        for (int c = 0; c < numbers.length; c++) {
            int order;
            if (codes[c].length > 0) {
                order = Integer.compare(rank(ranks[c], codes[c][a]), rank(ranks[c], codes[c][b]));
            } else if (numbers[c].length > 0) {
                boolean isMissing = Double.isNaN(numbers[c][a]);
                order = isMissing || Double.isNaN(numbers[c][b])
                        ? Boolean.compare(!isMissing, !Double.isNaN(numbers[c][b]))
                        : Double.compare(positive(numbers[c][a]), positive(numbers[c][b]));
            } else {
                order = 0;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int rank(int[] ranks, int code) {
        return code < 0 ? -1 : ranks[code];
    }

    private static int[] ranks(String[] texts) {
        String[] sorted = texts.clone();
        Arrays.sort(sorted);
        Map<String, Integer> places = HashMap.newHashMap(texts.length);
        for (int i = 0; i < sorted.length; i++) {
            places.put(sorted[i], i);
        }
        return Arrays.stream(texts).mapToInt(places::get).toArray();
    }

    @Override
    public Schema schema() {
        Schema known = schema;
        if (known == null) {
            known = SchemaFile.fromJson(schemaJson);
            schema = known;
        }
        return known;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void numbers(int column, int from, int count, double[] into) {
        requireType(column, false);
        Objects.checkFromIndexSize(from, count, rows);
        System.arraycopy(numbers[column], from, into, 0, count);
    }

    @Override
    public void codes(int column, int from, int count, int[] into) {
        requireType(column, true);
        Objects.checkFromIndexSize(from, count, rows);
        System.arraycopy(codes[column], from, into, 0, count);
    }

    @Override
    public List<String> categories(int column) {
        requireType(column, true);
        return new ArrayList<>(Arrays.asList(categories[column]));
    }

    private void requireType(int column, boolean isCategorical) {
        Column asked = schema().columns().get(Objects.checkIndex(column, numbers.length));
        if (asked.role() == Role.IGNORED || (asked.type() == ColumnType.CATEGORICAL) != isCategorical) {
            throw new IllegalArgumentException("column " + Quoted.of(asked.name()) + " is " + asked.type() + " and "
                    + asked.role() + ", which has no " + (isCategorical ? "codes" : "numbers"));
        }
    }

    @Override
    public String place(int row) {
        return name + ", row " + (Objects.checkIndex(row, rows) + 1);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return name + " of " + rows + " rows";
    }
}
