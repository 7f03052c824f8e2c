package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Finds the rows that have a target. */
final class KnownTargets {
    private static final int EXAMPLES = 3;

    private final TableRows rows;
    private final int index;
    private final Column column;
    private final TableRows.Scratch scratch = new TableRows.Scratch(NumberFit.BLOCK_ROWS);
    private final double[] numbers = new double[NumberFit.BLOCK_ROWS];
    private final int[] codes = new int[NumberFit.BLOCK_ROWS];

    private KnownTargets(TableRows rows, int index) {
        this.rows = rows;
        this.index = index;
        column = rows.table().schema().columns().get(index);
    }

    /**
     * Returns those of some rows that have a target; all if the table has no target column.
     *
     * @param notice takes how many have none, and where the first ones are, if there are any
     * @throws PipelineException if none has one
     */
    static TableRows of(TableRows rows, Consumer<String> notice) {
        Schema schema = rows.table().schema();
        OptionalInt index = schema.indexOf(Role.TARGET);
        return index.isEmpty() ? rows : new KnownTargets(rows, index.getAsInt()).known(notice);
    }

    private TableRows known(Consumer<String> notice) {
        int[] known = new int[rows.size()];
        int found = 0;
        List<String> missing = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += NumberFit.BLOCK_ROWS) {
            int count = Math.min(NumberFit.BLOCK_ROWS, rows.size() - from);
            read(from, count);
            for (int i = 0; i < count; i++) {
                if (!isMissing(i)) {
                    known[found++] = rows.row(from + i);
                } else if (missing.size() < EXAMPLES) {
                    missing.add(rows.place(from + i));
                }
            }
        }
        int lacking = rows.size() - found;
        if (lacking == 0) {
            return rows;
        }
        if (found == 0) {
            throw new PipelineException("the target " + Quoted.of(column.name()) + " is missing in all " + rows.size()
                    + " rows; choose another target");
        }
        notice.accept("left out " + (lacking == 1 ? "1 row" : lacking + " rows") + " whose target "
                + Quoted.of(column.name()) + " is missing: " + String.join("; ", missing)
                + (lacking > missing.size() ? " and so on" : "") + "; --missing-target fail refuses them");
        return new TableRows(rows.table(), Arrays.copyOf(known, found));
    }

    private void read(int from, int count) {
        if (column.type() == ColumnType.CATEGORICAL) {
            rows.codes(index, from, count, codes, scratch);
        } else {
            rows.numbers(index, from, count, numbers, scratch);
        }
    }

    private boolean isMissing(int i) {
        return column.type() == ColumnType.CATEGORICAL ? codes[i] < 0 : Double.isNaN(numbers[i]);
    }
}
