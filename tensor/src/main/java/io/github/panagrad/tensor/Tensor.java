package io.github.panagrad.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of {@link DType#F32} or {@link DType#F64} elements in off-heap memory: a view, not an owner.
 *
 * <p>Row-major: element {@code (r, c)} is {@code r * stride + c} elements after the start. In a batch, rows are
 * samples. A vector is a tensor of one row. A view made by {@link #rowRange} or {@link #columnRange} shares the
 * elements of the tensor it was made from.
 *
 * <p>The memory belongs to the {@link Slab} that allocated it; after that slab was closed every access throws
 * {@link IllegalStateException}. A slab that nobody closes stays as long as one of its tensors is reachable. A tensor can be shared by threads; its elements follow the rules of plain memory
 * (concurrent writes to the same element are a race, and never more than that).
 */
public final class Tensor {
    /** The largest number of elements a tensor can span, so that kernels may count them, by blocks too, with an int. */
    public static final int MAX_ELEMENTS = Integer.MAX_VALUE - 0xFFFF;

    private static final int FLOAT_EXPONENT = 0x7F80_0000;
    private static final int FLOAT_EXPONENT_ONE = 0x0080_0000;
    private static final long DOUBLE_EXPONENT = 0x7FF0_0000_0000_0000L;
    private static final long DOUBLE_EXPONENT_ONE = 0x0010_0000_0000_0000L;

    private final DType dtype;
    private final MemorySegment segment;
    private final int rows;
    private final int columns;
    private final int stride;

    /** What frees the memory when nobody can reach it any more, and therefore must be reachable; null if that is nobody. */
    private final @Nullable Slab owner;

    private Tensor(DType dtype, MemorySegment segment, int rows, int columns, int stride, @Nullable Slab owner) {
        this.dtype = dtype;
        this.segment = segment;
        this.rows = rows;
        this.columns = columns;
        this.stride = stride;
        this.owner = owner;
    }

    /**
     * Returns a contiguous tensor over the first {@code rows * columns} elements of a segment. Native code gets its bare
     * address, so it must be memory that can be written and does not depend on a file.
     *
     * @throws IllegalArgumentException if the segment is on the heap, a mapped file, read-only, too short, or not
     *     aligned to the element size, or if a dimension is out of range
     */
    public static Tensor over(MemorySegment segment, DType dtype, int rows, int columns) {
        return over(segment, dtype, rows, columns, null);
    }

    /** The same over memory of a slab. */
    static Tensor over(MemorySegment segment, DType dtype, int rows, int columns, @Nullable Slab owner) {
        Objects.requireNonNull(segment, "segment");
        long bytes = byteSize(dtype, rows, columns);
        if (!segment.isNative()) {
            throw new IllegalArgumentException("a tensor needs off-heap memory, but the segment is on the heap");
        }
        if (segment.isMapped() || segment.isReadOnly()) {
            throw new IllegalArgumentException("a tensor needs memory of its own, but the segment is "
                    + (segment.isMapped() ? "a mapped file" : "read-only"));
        }
        if (segment.address() % dtype.bytes() != 0) {
            throw new IllegalArgumentException("a tensor of " + dtype.label() + " must be aligned to " + dtype.bytes()
                    + " bytes, but the segment is at address " + segment.address());
        }
        if (segment.byteSize() < bytes) {
            throw new IllegalArgumentException("a " + rows + "x" + columns + " " + dtype.label() + " tensor needs "
                    + bytes + " bytes, but the segment has " + segment.byteSize());
        }
        return new Tensor(dtype, segment.asSlice(0, bytes), rows, columns, columns, owner);
    }

    /**
     * Returns the bytes that {@code rows x columns} elements take.
     *
     * @throws IllegalArgumentException if a dimension is negative or there are more than {@link #MAX_ELEMENTS}
     */
    public static long byteSize(DType dtype, int rows, int columns) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException("negative dimension: " + rows + "x" + columns);
        }
        long elements = (long) rows * columns;
        if (elements > MAX_ELEMENTS) {
            throw new IllegalArgumentException("a " + rows + "x" + columns + " tensor has " + elements
                    + " elements; the most a tensor can hold is " + MAX_ELEMENTS);
        }
        return elements * dtype.bytes();
    }

    /** Returns the element type. */
    public DType dtype() {
        return dtype;
    }

    /** Returns the number of rows. */
    public int rows() {
        return rows;
    }

    /** Returns the number of columns. */
    public int columns() {
        return columns;
    }

    /** Returns the distance from one row to the next, in elements; at least {@link #columns()}. */
    public int stride() {
        return stride;
    }

    /** Returns {@code rows * columns}. */
    public int size() {
        return rows * columns;
    }

    /** Returns whether the rows follow each other without a gap. */
    public boolean isContiguous() {
        return stride == columns || rows <= 1;
    }

    /** Returns the memory from the first element to the last, gaps between rows included. */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Returns rows {@code from} (inclusive) to {@code to} (exclusive) as a view.
     *
     * @throws IndexOutOfBoundsException if the range does not lie within the rows
     */
    public Tensor rowRange(int from, int to) {
        Objects.checkFromToIndex(from, to, rows);
        return view(from, to - from, 0, columns);
    }

    /**
     * Returns columns {@code from} (inclusive) to {@code to} (exclusive) as a view; not contiguous in general.
     *
     * @throws IndexOutOfBoundsException if the range does not lie within the columns
     */
    public Tensor columnRange(int from, int to) {
        Objects.checkFromToIndex(from, to, columns);
        return view(0, rows, from, to - from);
    }

    /**
     * Returns every step-th row, starting with one of the first, as a view.
     *
     * @throws IndexOutOfBoundsException if first is not from 0 to below the step
     */
    public Tensor everyRow(int first, int step) {
        Objects.checkIndex(first, step);
        int count = first >= rows ? 0 : (rows - 1 - first) / step + 1;
        if (count == 0) {
            return new Tensor(dtype, segment.asSlice(0, 0), 0, columns, stride, owner);
        }
        int wide = Math.multiplyExact(stride, step);
        long span = (long) (count - 1) * wide + columns;
        MemorySegment slice = segment.asSlice((long) first * stride * dtype.bytes(), span * dtype.bytes());
        return new Tensor(dtype, slice, count, columns, wide, owner);
    }

    /**
     * Returns the same elements, or the first of them, in rows of another length, as a contiguous view; this, if it has that shape.
     *
     * @throws IllegalArgumentException if there are too few, or this is not contiguous
     */
    public Tensor reshaped(int newRows, int newColumns) {
        if (!isContiguous()) {
            throw new IllegalArgumentException("only contiguous tensors have other shapes, not " + this);
        }
        return newRows == rows && newColumns == columns ? this : over(segment, dtype, newRows, newColumns, owner);
    }

    private Tensor view(int firstRow, int viewRows, int firstColumn, int viewColumns) {
        if (viewRows == 0 || viewColumns == 0) {
            return new Tensor(dtype, segment.asSlice(0, 0), viewRows, viewColumns, stride, owner);
        }
        long first = (long) firstRow * stride + firstColumn;
        long span = (long) (viewRows - 1) * stride + viewColumns;
        MemorySegment slice = segment.asSlice(first * dtype.bytes(), span * dtype.bytes());
        return new Tensor(dtype, slice, viewRows, viewColumns, stride, owner);
    }

    /**
     * Returns element {@code (row, column)}, widened to {@code double}.
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double get(int row, int column) {
        long offset = offset(row, column);
        return switch (dtype) {
            case F32 -> segment.get(DType.FLOAT, offset);
            case F64 -> segment.get(DType.DOUBLE, offset);
        };
    }

    /**
     * Sets element {@code (row, column)}, narrowed to the element type.
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(int row, int column, double value) {
        long offset = offset(row, column);
        switch (dtype) {
            case F32 -> segment.set(DType.FLOAT, offset, (float) value);
            case F64 -> segment.set(DType.DOUBLE, offset, value);
        }
    }

    private long offset(int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        return ((long) row * stride + column) * dtype.bytes();
    }

    /** Sets every element of this view. */
    public void fill(double value) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                set(r, c, value);
            }
        }
    }

    /**
     * Copies the elements of another tensor of the same shape, converting the type where it differs.
     *
     * @param source rows x columns, read
     * @throws IllegalArgumentException if the shapes differ
     */
    public void copyFrom(Tensor source) {
        if (source.rows != rows || source.columns != columns) {
            throw new IllegalArgumentException("must be same shape: " + shape() + " vs " + source.shape());
        }
        if (source.dtype == dtype && source.isContiguous() && isContiguous()) {
            segment.copyFrom(source.segment);
            return;
        }
        for (int r = 0; r < rows; r++) {
            if (source.dtype == dtype) {
                long bytes = (long) columns * dtype.bytes();
                MemorySegment.copy(source.segment, source.offset(r, 0), segment, offset(r, 0), bytes);
            } else {
                for (int c = 0; c < columns; c++) {
                    set(r, c, source.get(r, c));
                }
            }
        }
    }

    /**
     * Copies a heap matrix of the same shape into this view, narrowed to the element type.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public void copyFrom(double[][] values) {
        if (values.length != rows) {
            throw new IllegalArgumentException("expected " + rows + " rows, found " + values.length);
        }
        for (int r = 0; r < rows; r++) {
            if (values[r].length != columns) {
                throw new IllegalArgumentException(
                        "expected " + columns + " columns, found " + values[r].length + " in row " + r);
            }
            for (int c = 0; c < columns; c++) {
                set(r, c, values[r][c]);
            }
        }
    }

    /** Returns the number of the first element, counted by rows, that is NaN or infinite; -1 if all are finite. */
    public int firstNonFinite() {
        boolean isOneRun = isContiguous();
        int runs = isOneRun ? 1 : rows;
        int length = isOneRun ? size() : columns;
        for (int run = 0; run < runs; run++) {
            if (!isFinite((long) run * stride, length)) {
                for (int i = 0; i < length; i++) {
                    if (!isFinite((long) run * stride + i, 1)) {
                        return run * length + i;
                    }
                }
            }
        }
        return -1;
    }

    /**
     * Returns whether elements that follow each other in memory are finite. An exponent of ones only, which infinities and NaN
     * have, overflows into the sign when one is added; without branches the compiler makes a vector loop of it.
     */
    private boolean isFinite(long first, int count) {
        return switch (dtype) {
            case F32 -> {
                int signs = 0;
                for (int i = 0; i < count; i++) {
                    int bits = segment.getAtIndex(ValueLayout.JAVA_INT, first + i);
                    signs |= (bits & FLOAT_EXPONENT) + FLOAT_EXPONENT_ONE;
                }
                yield signs >= 0;
            }
            case F64 -> {
                long signs = 0;
                for (int i = 0; i < count; i++) {
                    long bits = segment.getAtIndex(ValueLayout.JAVA_LONG, first + i);
                    signs |= (bits & DOUBLE_EXPONENT) + DOUBLE_EXPONENT_ONE;
                }
                yield signs >= 0;
            }
        };
    }

    /** Returns a copy of the elements on the heap, widened to {@code double}. */
    public double[][] toArray() {
        double[][] values = new double[rows][columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                values[r][c] = get(r, c);
            }
        }
        return values;
    }

    /** Returns the shape as text, such as {@code 3x4}. */
    public String shape() {
        return rows + "x" + columns;
    }

    /** Returns the type and shape, such as {@code float32[3x4]}; not the elements. */
    @Override
    public String toString() {
        return dtype.label() + "[" + shape() + "]";
    }
}
