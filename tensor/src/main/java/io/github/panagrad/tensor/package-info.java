/**
 * Off-heap tensors: a {@link io.github.panagrad.tensor.Slab} owns memory, and {@link io.github.panagrad.tensor.Tensor}s are views of it;
 * activations, and the choice of what does the arithmetic.
 *
 * {@snippet :
 * import io.github.panagrad.tensor.*;
 *
 * void main() {
 *     try (Slab slab = new Slab("example")) {
 *         Tensor matrix = slab.allocate(DType.F32, 3, 4);
 *         matrix.set(2, 3, 1.5);
 *         IO.println(matrix.rowRange(2, 3).get(0, 3) + " in " + slab.bytes() + " bytes");
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.tensor;

import org.jspecify.annotations.NullMarked;
