package io.github.panagrad.table.pipeline;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A table of arrays, which also counts how it is read. */
final class ArrayTable implements Table {
    private final List<Column> columns = new ArrayList<>();
    private final List<double[]> numbers = new ArrayList<>();
    private final List<int[]> codes = new ArrayList<>();
    private final List<List<String>> categories = new ArrayList<>();
    private List<String> missing = Schema.DEFAULT_MISSING;
    private String strip = "";
    private int rows = -1;
    final AtomicInteger longestRead = new AtomicInteger();

    ArrayTable numbers(String name, Role role, double... values) {
        return add(name, ColumnType.NUMERIC, role, values, new int[0], List.of());
    }

    ArrayTable numbers(String name, double... values) {
        return numbers(name, Role.FEATURE, values);
    }

    /** NaN is missing. */
    ArrayTable booleans(String name, Role role, double... values) {
        return add(name, ColumnType.BOOLEAN, role, values, new int[0], List.of());
    }

    /** Null is missing. */
    ArrayTable texts(String name, Role role, @Nullable String... values) {
        Map<String, Integer> known = new LinkedHashMap<>();
        int[] found = new int[values.length];
        for (int r = 0; r < values.length; r++) {
            String value = values[r];
            if (value == null) {
                found[r] = -1;
            } else {
                found[r] = known.computeIfAbsent(value, _ -> known.size());
            }
        }
        return add(name, ColumnType.CATEGORICAL, role, new double[0], found, List.copyOf(known.keySet()));
    }

    ArrayTable texts(String name, @Nullable String... values) {
        return texts(name, Role.FEATURE, values);
    }

    private ArrayTable add(String name, ColumnType type, Role role, double[] values, int[] code, List<String> texts) {
        int length = Math.max(values.length, code.length);
        if (rows >= 0 && rows != length) {
            throw new IllegalArgumentException(name + " has " + length + " rows, not " + rows);
        }
        rows = length;
        columns.add(new Column(name, type, role));
        numbers.add(values);
        codes.add(code);
        categories.add(texts);
        return this;
    }

    ArrayTable strip(String characters) {
        strip = characters;
        return this;
    }

    ArrayTable missing(String... texts) {
        missing = List.of(texts);
        return this;
    }

    @Override
    public Schema schema() {
        return new Schema(columns, true, missing, strip);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void numbers(int column, int from, int count, double[] into) {
        if (columns.get(column).type() == ColumnType.CATEGORICAL
                || columns.get(column).role() == Role.IGNORED) {
            throw new IllegalArgumentException("column " + column + " has no numbers");
        }
        longestRead.accumulateAndGet(count, Math::max);
        System.arraycopy(numbers.get(column), from, into, 0, count);
    }

    @Override
    public void codes(int column, int from, int count, int[] into) {
        if (columns.get(column).type() != ColumnType.CATEGORICAL
                || columns.get(column).role() == Role.IGNORED) {
            throw new IllegalArgumentException("column " + column + " has no codes");
        }
        longestRead.accumulateAndGet(count, Math::max);
        System.arraycopy(codes.get(column), from, into, 0, count);
    }

    @Override
    public List<String> categories(int column) {
        return categories.get(column);
    }

    @Override
    public String place(int row) {
        return "data.csv, line " + (row + 2);
    }

    /** Returns a row as a program would give it. */
    Map<String, @Nullable Object> row(int row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int c = 0; c < columns.size(); c++) {
            Column column = columns.get(c);
            values.put(
                    column.name(),
                    switch (column.type()) {
                        case CATEGORICAL ->
                            codes.get(c)[row] < 0 ? null : categories.get(c).get(codes.get(c)[row]);
                        case NUMERIC, DATE ->
                            Double.isNaN(numbers.get(c)[row]) ? null : (@Nullable Object) numbers.get(c)[row];
                        case BOOLEAN ->
                            Double.isNaN(numbers.get(c)[row]) ? null : (@Nullable Object) (numbers.get(c)[row] == 1);
                    });
        }
        return values;
    }

    @Override
    public String toString() {
        return columns + " " + Arrays.toString(new int[] {rows});
    }

    @Override
    public void close() {}
}
