package io.github.panagrad.nn.safetensors;

import java.util.List;
import java.util.Objects;

/**
 * What a file's header says about one tensor. An immutable value; threads may share it.
 *
 * @param name the tensor's name, unique in its file; any text, the empty one included
 * @param dtype the element type as the file has it, such as {@code F32}, {@code F64} or {@code BF16}
 * @param shape the size of each dimension, outermost first; empty for a scalar, and 0 where there are no elements
 * @param begin the tensor's first byte, counted from the end of the header
 * @param end the byte behind the tensor's last
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
     * @throws ArithmeticException if it does not fit; never for an entry of a file that was opened
     */
    public long elements() {
        return elements(shape);
    }

    /** Returns the bytes that the elements take in the file. */
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
