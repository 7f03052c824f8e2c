package io.github.panagrad.nn;

/**
 * A learned vector for each value of an integer column, in the place of the number. Its gradient is dense: an optimiser with
 * momentum moves vectors that a batch does not name, too, as PyTorch does by default.
 *
 * @param column the input column, which holds whole numbers from 0 to {@code categories - 1}
 * @param categories the number of values, at least 1
 * @param dimension the length of a vector, at least 1
 */
public record Embedding(int column, int categories, int dimension) implements Layer {
    /** The whole numbers that float32 holds exactly. */
    public static final int MAX_CATEGORIES = 1 << 24;

    /** Checks the values. */
    public Embedding {
        if (column < 0) {
            throw new IllegalArgumentException("embedding: column must be at least 0, found " + column);
        }
        if (categories < 1 || categories > MAX_CATEGORIES) {
            throw new IllegalArgumentException(
                    "embedding: categories must be from 1 to " + MAX_CATEGORIES + ", found " + categories);
        }
        if (dimension < 1) {
            throw new IllegalArgumentException("embedding: dimension must be at least 1, found " + dimension);
        }
    }
}
