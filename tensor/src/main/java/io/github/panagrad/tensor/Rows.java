package io.github.panagrad.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A table in off-heap memory that batches are gathered from: rows are samples, stored row-major and without gaps.
 *
 * <p>It may hold more elements than a {@link Tensor}. Bytes (images) stay bytes and are converted as they are
 * gathered. A view; threads may share it as long as nobody writes.
 *
 * @param segment the elements
 * @param storage how an element is stored
 * @param count the number of rows
 * @param columns the number of columns
 * @param scale what every element is multiplied by when it is gathered, such as 1/255 for images
 */
public record Rows(MemorySegment segment, Storage storage, int count, int columns, double scale) {
    /** How an element is stored. */
    public enum Storage {
        /** Unsigned bytes. */
        U8(1),
        /** {@code float}. */
        F32(Float.BYTES),
        /** {@code double}. */
        F64(Double.BYTES);

        private final int bytes;

        Storage(int bytes) {
            this.bytes = bytes;
        }

        /** Returns the size of an element in bytes. */
        public int bytes() {
            return bytes;
        }
    }

    /**
     * Checks that the segment holds the table, and cuts off the rest.
     *
     * @throws IllegalArgumentException if it does not, or if it is on the heap or not aligned to the element size
     */
    public Rows {
        if (count < 0 || columns < 1) {
            throw new IllegalArgumentException("a table of " + count + " rows and " + columns + " columns");
        }
        if (!segment.isNative()) {
            throw new IllegalArgumentException("a table needs off-heap memory, but the segment is on the heap");
        }
        if (segment.address() % storage.bytes() != 0) {
            throw new IllegalArgumentException("a table of " + storage + " must be aligned to " + storage.bytes()
                    + " bytes, but the segment is at address " + segment.address());
        }
        // The product of the dimensions fits into 62 bits, and that of a table of doubles into 65.
        long elements = (long) count * columns;
        if (segment.byteSize() / storage.bytes() < elements) {
            throw new IllegalArgumentException("a table of " + count + " rows and " + columns + " columns of " + storage
                    + " has " + elements + " elements, but the segment holds "
                    + segment.byteSize() / storage.bytes());
        }
        segment = segment.asSlice(0, elements * storage.bytes());
    }

    /**
     * Returns an element as it is gathered, scaled and widened to {@code double}.
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double get(int row, int column) {
        Objects.checkIndex(row, count);
        Objects.checkIndex(column, columns);
        long at = offset(row) + (long) column * storage.bytes();
        return scale
                * switch (storage) {
                    case U8 -> Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, at));
                    case F32 -> segment.get(ValueLayout.JAVA_FLOAT, at);
                    case F64 -> segment.get(ValueLayout.JAVA_DOUBLE, at);
                };
    }

    /** Returns the offset of a row in bytes. */
    public long offset(int row) {
        return (long) row * columns * storage.bytes();
    }
}
