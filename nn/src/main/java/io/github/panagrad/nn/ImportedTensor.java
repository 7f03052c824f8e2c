package io.github.panagrad.nn;

import java.util.Objects;

/**
 * Where a parameter's numbers are in a file of another library, for {@link ModelFile#importTensors}.
 *
 * @param name the tensor's name in the file
 * @param isTransposed whether the file has columns where the parameter has rows
 */
public record ImportedTensor(String name, boolean isTransposed) {
    /** Requires a name. */
    public ImportedTensor {
        Objects.requireNonNull(name, "name");
    }

    /** Returns a tensor of the parameter's shape, as PyTorch has for the weights of {@code Linear}: fanOut x fanIn. */
    public static ImportedTensor named(String name) {
        return new ImportedTensor(name, false);
    }

    /** Returns a tensor that is stored transposed, as Keras's and Flax's kernels are: fanIn x fanOut. */
    public static ImportedTensor transposed(String name) {
        return new ImportedTensor(name, true);
    }
}
