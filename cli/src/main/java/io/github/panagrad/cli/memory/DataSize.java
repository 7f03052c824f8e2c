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
 * @param mappedRows the number of samples whose inputs are in a memory-mapped file: they take none, because the system
 *     keeps as much of the file there as there is room for
 * @param heldRows the number of rows whose predictions are kept on the heap, until their metrics are computed
 */
public record DataSize(long rows, long columns, int cellBytes, int targetBytes, long mappedRows, long heldRows) {
    /** No data. */
    public static final DataSize NONE = new DataSize(0, 0, 0, 0, 0, 0);

    /** The memory for the order of the rows: those of the training part, and their order in an epoch. */
    private static final int ORDER_BYTES = 2 * Integer.BYTES;

    /** Of an array's header, and a reference to it. */
    private static final int PREDICTION_BYTES = 24;

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
                rows,
                columns,
                (int) (data.features().segment().byteSize() / (rows * columns)),
                (int) (targets / rows),
                mappedRows(data),
                0);
    }

    /**
     * Returns the size of a table that does not exist yet.
     *
     * @param outputs the numbers of a target, or 0 for classes
     */
    public static DataSize of(long rows, long columns, DType dtype, int outputs) {
        return new DataSize(rows, columns, dtype.bytes(), outputs * dtype.bytes(), 0, 0);
    }

    private static long mappedRows(Dataset data) {
        return data.features().segment().isMapped() ? data.features().count() : 0;
    }

    /** Returns the bytes of everything in memory. */
    public long bytes() {
        long inputs = saturated(rows - mappedRows, inputBytes());
        long others = saturated(rows, targetBytes + ORDER_BYTES);
        return inputs > Long.MAX_VALUE - others ? Long.MAX_VALUE : inputs + others;
    }

    /** Returns the bytes of all inputs, wherever they are. */
    public long allInputBytes() {
        return saturated(rows, inputBytes());
    }

    private long inputBytes() {
        return saturated(columns, cellBytes);
    }

    /** Returns the bytes that one more row takes in memory. */
    long rowBytes() {
        return (isMapped() ? 0 : inputBytes()) + targetBytes + ORDER_BYTES;
    }

    /** Returns whether inputs are in a file. */
    public boolean isMapped() {
        return mappedRows > 0;
    }

    /** Returns this and another data set, of the same columns. */
    public DataSize plus(Dataset other) {
        return new DataSize(
                rows + other.features().count(),
                columns,
                cellBytes,
                targetBytes,
                mappedRows + mappedRows(other),
                heldRows);
    }

    /** Returns this with another number of rows, all in memory. */
    public DataSize withRows(long other) {
        return new DataSize(other, columns, cellBytes, targetBytes, 0, heldRows);
    }

    /** Returns this with the rows whose predictions are kept. */
    public DataSize withHeldRows(long held) {
        return new DataSize(rows, columns, cellBytes, targetBytes, mappedRows, held);
    }

    /** Returns the bytes of the predictions that are kept. */
    long predictionBytes(int outputs) {
        return saturated(heldRows, (long) outputs * Double.BYTES + PREDICTION_BYTES);
    }

    /** Returns this with all inputs in files. */
    public DataSize mapped() {
        return new DataSize(rows, columns, cellBytes, targetBytes, rows, heldRows);
    }

    /** Returns this in float32, if it is in float64. */
    DataSize narrowed() {
        return cellBytes == Double.BYTES
                ? new DataSize(rows, columns, Float.BYTES, targetBytes / 2, mappedRows, heldRows)
                : this;
    }

    private static long saturated(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
