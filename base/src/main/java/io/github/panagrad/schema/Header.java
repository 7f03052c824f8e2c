package io.github.panagrad.schema;

/** Whether the first line of a CSV file holds the names of its columns. */
public enum Header {
    /**
     * Detected from the lines themselves.
     *
     * <p>Each column that holds nothing but numbers, or nothing but truth values, below the first line votes: for a
     * header if the first line has other text there, against it if it has a value of that kind (but a single letter such as
     * {@code y} is a name as often as a value, and counts only if it appears below); the majority wins, a tie is no
     * header. If no column votes, because all are text, the first line is a header if its fields differ, none of them is
     * empty, and none appears below in its own column. Detection may fail for files that hold only text whose
     * values never repeat: choose {@link #YES} or {@link #NO} for them.
     *
     * <p>Years, or whole numbers in steps, in all numeric columns vote for a header if what is below them is different. A
     * first line that has the name of a column that is asked for is a header. Later lines that repeat all of a header are
     * left out; lines that repeat a row are rows.
     *
     * <p>A given {@link Schema} decides instead.
     */
    AUTO,
    /** It does. */
    YES,
    /** It is a row like the others; columns are named by their positions, from 0. */
    NO
}
