package io.github.panagrad.cli.memory;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.DType;

/**
 * The size of data in memory. A value.
 *
 * @param rows the samples
 * @param columns the inputs of each
 * @param cellBytes the bytes of one input, as it is kept
 * @param targetBytes the bytes of one sample's target off the heap
 */
public record DataSize(long rows, long columns, int cellBytes, int targetBytes) {
    /** No data. */
    public static final DataSize NONE = new DataSize(0, 0, 0, 0);

    /** What the order of the rows takes: those of the training part, and their order in an epoch. */
    private static final int ORDER_BYTES = 2 * Integer.BYTES;

    /** Returns the size of data that was read. */
    public static DataSize of(Dataset data) {
        long rows = data.features().count();
        if (rows == 0) {
            return NONE;
        }
        long columns = data.columns();
        long targets = data.targets() instanceof Targets.Values values
                ? values.table().segment().byteSize()
                : 0;
        return new DataSize(
                rows, columns, (int) (data.features().segment().byteSize() / (rows * columns)), (int) (targets / rows));
    }

    /**
     * Returns the size of a table that is not there.
     *
     * @param outputs the numbers of a target, or 0 for classes
     */
    public static DataSize of(long rows, long columns, DType dtype, int outputs) {
        return new DataSize(rows, columns, dtype.bytes(), outputs * dtype.bytes());
    }

    /** Returns the bytes of all. */
    public long bytes() {
        return saturated(rows, rowBytes());
    }

    /** Returns the bytes of a row. */
    long rowBytes() {
        return saturated(columns, cellBytes) + targetBytes + (rows == 0 ? 0 : ORDER_BYTES);
    }

    /** Returns this with as many rows as a test set has besides; it is of the same columns. */
    public DataSize plusRows(long more) {
        return withRows(rows + more);
    }

    /** Returns this with another number of rows. */
    public DataSize withRows(long other) {
        return new DataSize(other, columns, cellBytes, targetBytes);
    }

    /** Returns this in float32, if it is in float64. */
    DataSize narrowed() {
        return cellBytes == Double.BYTES ? new DataSize(rows, columns, Float.BYTES, targetBytes / 2) : this;
    }

    private static long saturated(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
