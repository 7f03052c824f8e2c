package io.github.panagrad.nn.safetensors;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/**
 * A tensor to write, with its name and its shape in the file.
 *
 * @param name the name in the file; {@code __metadata__} is reserved
 * @param shape the size of each dimension, outermost first, with as many elements as the tensor. It may differ from
 *     rows x columns: a bias is {@code [n]} in a file, and a tensor of one row in memory
 * @param data the elements, read when the file is written; contiguous. Its element type is also that of the file
 */
public record NamedTensor(String name, List<Long> shape, Tensor data) {
    /**
     * Copies the shape.
     *
     * @throws IllegalArgumentException if the name is reserved or is not valid Unicode, the shape has a negative size
     *     or a different number of elements than the tensor, or the tensor is not contiguous
     */
    public NamedTensor {
        Objects.requireNonNull(name, "name");
        shape = List.copyOf(shape);
        if (name.equals(HeaderParser.METADATA)) {
            throw new IllegalArgumentException(
                    "a tensor cannot be named " + HeaderParser.METADATA + ", which the file format reserves");
        }
        if (!Unicode.isValid(name)) {
            throw new IllegalArgumentException(
                    "the tensor name " + Quoted.of(name) + " contains an unpaired surrogate");
        }
        if (shape.stream().anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException(
                    "tensor " + Quoted.of(name) + ": the shape " + shape + " has a negative size");
        }
        if (!hasElements(shape, data.size())) {
            throw new IllegalArgumentException("tensor " + Quoted.of(name) + ": the shape " + shape
                    + " differs in its number of elements from " + data + ", which has " + data.size());
        }
        if (!data.isContiguous()) {
            throw new IllegalArgumentException("tensor " + Quoted.of(name) + ": " + data
                    + " is a view with gaps between its rows; copy it to a contiguous tensor first");
        }
    }

    private static boolean hasElements(List<Long> shape, int elements) {
        try {
            return TensorEntry.elements(shape) == elements;
        } catch (ArithmeticException _) {
            return false;
        }
    }
}
