package io.github.panagrad.table.parquet;

/** The distinct texts, or other values that are bytes, of a column in one row group. Immutable. */
final class BinaryDictionary {
    private final byte[] bytes;
    private final int[] starts;
    private final int[] ends;

    /**
     * Makes a dictionary.
     *
     * @param bytes where the values are; kept
     * @param starts where each of them begins among the bytes; kept
     * @param ends where each of them ends; kept
     */
    BinaryDictionary(byte[] bytes, int[] starts, int[] ends) {
        this.bytes = bytes;
        this.starts = starts;
        this.ends = ends;
    }

    /** Returns the number of values. */
    int size() {
        return starts.length;
    }

    /** Returns where the values are. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns where a value begins among the bytes. */
    int start(int index) {
        return starts[index];
    }

    /** Returns where a value ends among the bytes. */
    int end(int index) {
        return ends[index];
    }
}
