package io.github.panagrad.table.reader;

import io.github.panagrad.schema.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that a test has made, with what must be read from it. A value.
 *
 * @param kind what was made, for messages
 * @param type what it must be read as
 * @param cells from the first row to the last
 * @param isAssumed whether a note must name the column, because it could have been meant otherwise
 * @param mistake a text that must be refused in this column, or null if nothing is certain to be
 */
record MadeColumn(
        String kind,
        ColumnType type,
        List<Cell> cells,
        boolean isAssumed,
        @Nullable String mistake) {
    /** Copies the list. */
    MadeColumn {
        cells = List.copyOf(cells);
    }

    /**
     * A cell.
     *
     * @param text as it is in the file
     * @param value what must be read: a number, a text, or null where it is missing
     */
    record Cell(String text, @Nullable Object value) {}

    /** Returns whether the first line can be told from a name in this column. */
    boolean tellsHeader() {
        return (type == ColumnType.NUMERIC || type == ColumnType.DATE)
                && cells.getFirst().value() != null;
    }
}
