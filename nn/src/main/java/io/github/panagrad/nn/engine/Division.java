package io.github.panagrad.nn.engine;

/** How the work of a layer on a batch may be divided. */
public enum Division {
    /** By rows or by columns, whichever is faster. */
    FREE(false, false),
    /** By columns only: a part needs its columns for all rows of the batch. */
    WHOLE_COLUMNS(true, false),
    /** By rows; if it must be done for all rows at once, it is a single part. */
    WHOLE_ROWS(false, true),
    /** Not at all: a single part does all rows and columns. */
    WHOLE_BATCH(true, true);

    private final boolean needsColumns;
    private final boolean needsRows;

    Division(boolean needsColumns, boolean needsRows) {
        this.needsColumns = needsColumns;
        this.needsRows = needsRows;
    }

    /** Returns whether a part needs its columns for all rows of the batch. */
    boolean needsColumns() {
        return needsColumns;
    }

    /** Returns whether a part needs its rows with all columns. */
    boolean needsRows() {
        return needsRows;
    }
}
