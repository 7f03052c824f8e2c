package io.github.panagrad.table.source;

import java.util.Arrays;
import java.util.BitSet;

/** Which column of a table each column of a file is. Immutable. */
public final class FieldMap {
    /** A column of the file that the table does not have. */
    public static final int NONE = -1;

    private final int[] columns;
    private final BitSet present = new BitSet();

    /** Takes the table's column for each of the file's, or {@link #NONE}. */
    public FieldMap(int[] columns) {
        this.columns = columns.clone();
        Arrays.stream(columns).filter(c -> c != NONE).forEach(present::set);
    }

    /** Returns how many columns the file has. */
    public int fields() {
        return columns.length;
    }

    /** Returns the table's column for a column of the file, or {@link #NONE}. */
    public int column(int field) {
        return columns[field];
    }

    /** Returns whether the file has a column of the table. */
    public boolean has(int column) {
        return present.get(column);
    }
}
