package io.github.panagrad.serve.network;

import io.github.panagrad.serve.file.Numbers;

/**
 * A vector for each value of a column of whole numbers.
 *
 * @param column the column
 * @param categories how many values it has
 * @param outputs the length of a vector
 * @param table categories x outputs
 */
record EmbeddingTable(int column, int categories, int outputs, Numbers table) implements ColumnLayer {
    @Override
    public void apply(double x, double[] features, int at) {
        if (!(x >= 0 && x < categories && x == Math.rint(x))) {
            throw new IllegalArgumentException("input " + column + " is embedded and must be a whole number from 0 to "
                    + (categories - 1) + ", found " + x);
        }
        int from = ((int) x) * outputs;
        for (int d = 0; d < outputs; d++) {
            features[at + d] = table.get(from + d);
        }
    }
}
