package io.github.panagrad.serve.file;

import java.util.List;

/**
 * A tensor of a file.
 *
 * @param shape the size of each dimension, outermost first
 * @param numbers as many as the product of the sizes
 */
public record StoredTensor(List<Long> shape, Numbers numbers) {}
