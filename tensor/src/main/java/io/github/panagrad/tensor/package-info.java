/** Off-heap tensors and the kernels that work on them. */
@NullMarked
package io.github.panagrad.tensor;

import org.jspecify.annotations.NullMarked;
