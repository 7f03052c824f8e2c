package io.github.panagrad.nn;

/** Means of tables, and of rows, of predictions. */
final class Means {
    private Means() {}

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

    /** Divides a row by the number of rows added. */
    static void divide(double[] sums, int count) {
        if (count > 1) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] /= count;
            }
        }
    }
}
