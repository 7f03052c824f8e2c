package io.github.panagrad.nn;

/** Weighted means of rows of predictions. */
final class Means {
    private Means() {}

    /** Multiplies a row by its weight, which makes it the first of a sum. */
    static void begin(double[] values, double weight) {
        if (weight != 1) {
            for (int c = 0; c < values.length; c++) {
                values[c] *= weight;
            }
        }
    }

    /**
     * Adds a row.
     *
     * @param values read
     * @param weight how much they count
     * @param sums accumulated
     */
    static void add(double[] values, double weight, double[] sums) {
        for (int c = 0; c < sums.length; c++) {
            sums[c] += weight * values[c];
        }
    }

    /** Divides a row by the sum of the weights. */
    static void divide(double[] sums, double total) {
        if (total != 1) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] /= total;
            }
        }
    }
}
