package io.github.panagrad.spark.tasks;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Some rows of a table, such as those of a fold. What these rows do not have is not there: categories are those of the rows, in the order
 * of their first appearance, as if the other rows had never been read. Immutable; threads may share it. Closing it leaves the table open.
 */
public final class SelectedRows implements Table {
    private final Table table;
    private final int[] rows;

    /** By column: what its codes are here, and their texts. */
    private final Map<Integer, Codes> codes = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Codes(int[] codes, List<String> texts) {}

    /**
     * Selects rows.
     *
     * @param table read; remains the caller's
     * @param rows their numbers in the table, in the order in which they are wanted
     */
    public SelectedRows(Table table, int[] rows) {
        this.table = table;
        this.rows = rows.clone();
        for (int c = 0; c < table.schema().columns().size(); c++) {
            if (table.schema().columns().get(c).type() == ColumnType.CATEGORICAL
                    && table.schema().columns().get(c).role() != Role.IGNORED) {
                codes.put(c, recoded(c));
            }
        }
    }

    private Codes recoded(int column) {
        int[] all = new int[table.rows()];
        table.codes(column, 0, all.length, all);
        List<String> known = table.categories(column);
        List<String> texts = new ArrayList<>();
        int[] own = new int[known.size()];
        Arrays.fill(own, -1);
        int[] selected = new int[rows.length];
        for (int r = 0; r < rows.length; r++) {
            int code = all[rows[r]];
            if (code >= 0 && own[code] < 0) {
                own[code] = texts.size();
                texts.add(known.get(code));
            }
            selected[r] = code < 0 ? -1 : own[code];
        }
        return new Codes(selected, List.copyOf(texts));
    }

    @Override
    public Schema schema() {
        return table.schema();
    }

    @Override
    public int rows() {
        return rows.length;
    }

    @Override
    public void numbers(int column, int from, int count, double[] into) {
        Objects.checkFromIndexSize(from, count, rows.length);
        if (count == 0) {
            return;
        }
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int i = from; i < from + count; i++) {
            first = Math.min(first, rows[i]);
            last = Math.max(last, rows[i]);
        }
        double[] block = new double[last - first + 1];
        table.numbers(column, first, block.length, block);
        for (int i = 0; i < count; i++) {
            into[i] = block[rows[from + i] - first];
        }
    }

    @Override
    public void codes(int column, int from, int count, int[] into) {
        Objects.checkFromIndexSize(from, count, rows.length);
        System.arraycopy(own(column).codes, from, into, 0, count);
    }

    @Override
    public List<String> categories(int column) {
        return own(column).texts;
    }

    private Codes own(int column) {
        Codes own = codes.get(column);
        if (own == null) {
            // The table says what is wrong.
            table.categories(column);
            throw new IllegalArgumentException("column " + column + " has no categories");
        }
        return own;
    }

    @Override
    public String place(int row) {
        return table.place(rows[Objects.checkIndex(row, rows.length)]);
    }

    @Override
    public List<String> notes() {
        return table.notes();
    }

    @Override
    public void close() {}
}
