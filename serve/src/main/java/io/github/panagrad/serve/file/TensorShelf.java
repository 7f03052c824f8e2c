package io.github.panagrad.serve.file;

import io.github.panagrad.error.Quoted;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a model file, taken one by one, so that none is left over. Not thread-safe. */
public final class TensorShelf {
    private final Map<String, StoredTensor> rest;
    private final boolean isFloat;

    /**
     * Takes the tensors of a file.
     *
     * @throws IllegalArgumentException if they are not all of the same type
     */
    public TensorShelf(Map<String, StoredTensor> tensors) {
        rest = new LinkedHashMap<>(tensors);
        isFloat = tensors.values().stream().anyMatch(tensor -> tensor.numbers() instanceof Numbers.Floats);
        if (isFloat && tensors.values().stream().anyMatch(tensor -> tensor.numbers() instanceof Numbers.Doubles)) {
            throw new IllegalArgumentException("some tensors are F32 and others F64, but those of a model are alike");
        }
    }

    /** Returns whether the numbers are float32. */
    public boolean isFloat() {
        return isFloat;
    }

    /**
     * Takes a tensor.
     *
     * @throws IllegalArgumentException if it is missing, has another shape, or has a number that is not finite
     */
    public Numbers take(String name, long... shape) {
        StoredTensor tensor = rest.remove(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the tensor " + name + " is missing");
        }
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        if (!tensor.shape().equals(expected)) {
            throw new IllegalArgumentException(name + " has shape "
                    + Quoted.bare(tensor.shape().toString()) + ", but the network's is " + expected);
        }
        for (int i = 0; i < tensor.numbers().size(); i++) {
            if (!Double.isFinite(tensor.numbers().get(i))) {
                throw new IllegalArgumentException(
                        name + " has " + tensor.numbers().get(i) + " at " + i
                                + ", but a model has finite numbers only; train it again");
            }
        }
        return tensor.numbers();
    }

    /** Requires that all were taken. */
    public void requireEmpty() {
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("tensors that belong to no layer: " + Quoted.list(rest.keySet()));
        }
    }
}
