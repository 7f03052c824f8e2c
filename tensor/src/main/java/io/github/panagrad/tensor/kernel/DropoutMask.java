package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Which elements of a layer's output are kept: one bit per element, 1 for kept, in off-heap memory; a view.
 *
 * <p>A row takes a whole number of 64-bit words, bit {@code c % 64} of word {@code c / 64} representing column
 * {@code c}, so that row shards do not share words. Filled by {@code Kernels.fillMask}, or by hand in tests. The
 * memory belongs to the {@link Slab} it was allocated from.
 */
public final class DropoutMask {
    /**
     * The positions of {@link MaskHash} that determine one word of 64 columns, at 16 bits per element: bit {@code 32 g + 16 h
     * + i} takes the lower (h = 0) or upper 16 bits at position {@code 16 g + i} of the word's own.
     */
    public static final int POSITIONS_PER_WORD = 32;

    /** The layout of a word. */
    public static final ValueLayout.OfLong LAYOUT = ValueLayout.JAVA_LONG;

    private final MemorySegment segment;
    private final int rows;
    private final int columns;
    private final int strideWords;

    private DropoutMask(MemorySegment segment, int rows, int columns, int strideWords) {
        this.segment = segment;
        this.rows = rows;
        this.columns = columns;
        this.strideWords = strideWords;
    }

    /** Returns a mask of {@code rows x columns} bits in new memory of a slab, all dropped. */
    public static DropoutMask allocate(Slab slab, int rows, int columns) {
        return new DropoutMask(slab.allocateBytes(bytes(rows, columns)), rows, columns, words(columns));
    }

    /** Returns the bytes of memory that a mask of {@code rows x columns} bits takes. */
    public static long bytes(int rows, int columns) {
        return (long) rows * words(columns) * Long.BYTES;
    }

    private static int words(int columns) {
        return Math.ceilDiv(columns, Long.SIZE);
    }

    /** Returns the number of rows, samples. */
    public int rows() {
        return rows;
    }

    /** Returns the number of columns, units of the layer. */
    public int columns() {
        return columns;
    }

    /** Returns rows {@code from} (inclusive) to {@code to} (exclusive) as a view. */
    public DropoutMask rowRange(int from, int to) {
        Objects.checkFromToIndex(from, to, rows);
        return view(from, to - from, 0, columns);
    }

    /**
     * Returns columns {@code from} (inclusive) to {@code to} (exclusive) as a view, which can be read and set, but not
     * filled.
     *
     * @param from a multiple of 64
     */
    public DropoutMask columnRange(int from, int to) {
        Objects.checkFromToIndex(from, to, columns);
        if (from % Long.SIZE != 0) {
            throw new IllegalArgumentException("a mask is cut at multiples of 64 columns, not at " + from);
        }
        return view(0, rows, from, to - from);
    }

    private DropoutMask view(int firstRow, int viewRows, int firstColumn, int viewColumns) {
        if (viewRows == 0 || viewColumns == 0) {
            return new DropoutMask(segment.asSlice(0, 0), viewRows, viewColumns, strideWords);
        }
        long first = (long) firstRow * strideWords + firstColumn / Long.SIZE;
        long span = (long) (viewRows - 1) * strideWords + words(viewColumns);
        MemorySegment slice = segment.asSlice(first * Long.BYTES, span * Long.BYTES);
        return new DropoutMask(slice, viewRows, viewColumns, strideWords);
    }

    /** Returns whether an element is kept. */
    public boolean get(int row, int column) {
        return ((word(row, column) >>> (column % Long.SIZE)) & 1) != 0;
    }

    /** Sets whether an element is kept. */
    public void set(int row, int column, boolean kept) {
        long bit = 1L << (column % Long.SIZE);
        long word = word(row, column);
        segment.set(LAYOUT, offset(row, column), kept ? (word | bit) : (word & ~bit));
    }

    private long word(int row, int column) {
        return segment.get(LAYOUT, offset(row, column));
    }

    private long offset(int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        return offset(row) + (long) (column / Long.SIZE) * Long.BYTES;
    }

    /** Returns the offset of a row's first word in {@link #segment()}, in bytes. */
    public long offset(int row) {
        return (long) row * strideWords * Long.BYTES;
    }

    /** Returns whether the rows follow each other without a gap. */
    public boolean isContiguous() {
        return strideWords == wordsPerRow();
    }

    /** Returns how many words of 64 bits a row takes. */
    public int wordsPerRow() {
        return words(columns);
    }

    /** Returns the words from the first row to the last, gaps included. */
    public MemorySegment segment() {
        return segment;
    }
}
