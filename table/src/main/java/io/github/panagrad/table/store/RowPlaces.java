package io.github.panagrad.table.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where rows come from: their files and lines. A place is recorded only where a row is not on the line after its
 * predecessor. Filled by one thread, then read by any.
 */
public final class RowPlaces {
    /** Beyond this, only the row's number in its file is known, not its line. */
    private static final int MAX_MARKS = 1 << 20;

    private final List<Source> sources = new ArrayList<>();
    private int[] rows = new int[16];
    private long[] lines = new long[16];
    private int marks;
    private int exactRows = Integer.MAX_VALUE;

    private record Source(String file, String unit, int firstRow) {}

    /**
     * Begins a file.
     *
     * @param unit the name of its places: line or row
     * @param firstRow the row of the table that comes next
     */
    public void begin(String file, String unit, int firstRow) {
        sources.add(new Source(file, unit, firstRow));
    }

    /** Records the line of a row that does not follow the previous row's line. */
    public void mark(int row, long line) {
        if (marks == MAX_MARKS) {
            exactRows = Math.min(exactRows, row);
            return;
        }
        if (marks == rows.length) {
            rows = Arrays.copyOf(rows, 2 * marks);
            lines = Arrays.copyOf(lines, 2 * marks);
        }
        rows[marks] = row;
        lines[marks] = line;
        marks++;
    }

    /** Returns where a row comes from. */
    public String place(int row) {
        int s = sources.size() - 1;
        while (s > 0 && sources.get(s).firstRow() > row) {
            s--;
        }
        Source source = sources.get(s);
        if (row >= exactRows) {
            return source.file() + ", row " + (row - source.firstRow() + 1);
        }
        int found = Arrays.binarySearch(rows, 0, marks, row);
        int mark = found >= 0 ? found : -found - 2;
        return source.file() + ", " + source.unit() + " " + (lines[mark] + row - rows[mark]);
    }
}
