package io.github.panagrad.table.pipeline;

/** Writes a numeric or boolean column's inputs into a block of rows. Immutable. */
final class NumberEncoder {
    private static final int NONE = -1;

    private final NumberCode code;
    private final int valueAt;
    private final int indicatorAt;
    private final double fill;

    private NumberEncoder(NumberCode code, int valueAt, int indicatorAt, double fill) {
        this.code = code;
        this.valueAt = valueAt;
        this.indicatorAt = indicatorAt;
        this.fill = fill;
    }

    /**
     * Prepares a column.
     *
     * @param at its first input
     */
    static NumberEncoder of(FittedColumn.Numbers column, int at) {
        double[] fill = {column.fill()};
        column.code().encode(fill, 1);
        return new NumberEncoder(column.code(), at, column.hasIndicator() ? at + 1 : NONE, fill[0]);
    }

    /** The same for a column where only the missing-value indicator matters. */
    static NumberEncoder of(int at) {
        return new NumberEncoder(NumberCode.Linear.IDENTITY, NONE, at, 0);
    }

    /**
     * Encodes rows.
     *
     * @param values NaN for missing; read and overwritten
     * @param count the number of rows
     * @param block row-major, zeros where this column's inputs are; written
     * @param width the number of inputs of a row
     * @return the first row whose number is infinite, or that float32 cannot hold once it is scaled; -1 if there is none
     */
    int encode(double[] values, int count, double[] block, int width) {
        for (int i = 0; i < count; i++) {
            if (Double.isInfinite(values[i])) {
                return i;
            }
        }
        if (indicatorAt >= 0) {
            for (int i = 0; i < count; i++) {
                if (Double.isNaN(values[i])) {
                    block[i * width + indicatorAt] = 1;
                }
            }
        }
        return valueAt < 0 ? -1 : encodeValues(values, count, block, width);
    }

    private int encodeValues(double[] values, int count, double[] block, int width) {
        code.encode(values, count);
        for (int i = 0; i < count; i++) {
            double input = Double.isNaN(values[i]) ? fill : values[i];
            if (!(Math.abs(input) <= Float.MAX_VALUE)) {
                return i;
            }
            block[i * width + valueAt] = input;
        }
        return -1;
    }
}
