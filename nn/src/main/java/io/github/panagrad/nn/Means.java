package io.github.panagrad.nn;

/** Means of tables, and of rows, of predictions. */
final class Means {
    private Means() {}

    /**
     * Adds a table.
     *
     * @param values read
     * @param sums accumulated
     */
    static void add(double[][] values, double[][] sums) {
        for (int r = 0; r < sums.length; r++) {
            add(values[r], sums[r]);
        }
    }

    /**
     * Adds a row.
     *
     * @param values read
     * @param sums accumulated
     */
    static void add(double[] values, double[] sums) {
        for (int c = 0; c < sums.length; c++) {
            sums[c] += values[c];
        }
    }

    /** Divides a table by how many were added up. */
    static void divide(double[][] sums, int count) {
        for (double[] row : sums) {
            divide(row, count);
        }
    }

    /** Divides a row by how many were added up. */
    static void divide(double[] sums, int count) {
        if (count > 1) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] /= count;
            }
        }
    }
}
