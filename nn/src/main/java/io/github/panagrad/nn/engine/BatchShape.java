package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * The batches that a layer is trained on.
 *
 * @param dtype the element type
 * @param rows the rows of the largest batch
 * @param shards the most shards that it is divided into
 * @param kernels do the arithmetic
 * @param strengths the factors of each step
 */
public record BatchShape(DType dtype, int rows, int shards, Kernels kernels, Strengths strengths) {}
