package io.github.panagrad.nn.safetensors;

import java.util.List;
import java.util.Objects;

/**
 * The entry of a tensor in the header of a file. An immutable value; threads may share it.
 *
 * @param name the name of the tensor, unique within the file; any text, including the empty string
 * @param dtype the element type as written in the file, such as {@code F32}, {@code F64} or {@code BF16}
 * @param shape the size of each dimension, outermost first; empty for a scalar; a size may be 0
 * @param begin the offset of the first byte, relative to the end of the header
 * @param end the offset after the last byte
 */
public record TensorEntry(String name, String dtype, List<Long> shape, long begin, long end) {
    /** Copies the shape. */
    public TensorEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dtype, "dtype");
        shape = List.copyOf(shape);
    }

    /**
     * Returns the number of elements, the product of the shape.
     *
     * @throws ArithmeticException on overflow; never for an entry of an open file
     */
    public long elements() {
        return elements(shape);
    }

    /** Returns the size of the elements in the file, in bytes. */
    public long byteSize() {
        return end - begin;
    }

    static long elements(List<Long> shape) {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }
}
