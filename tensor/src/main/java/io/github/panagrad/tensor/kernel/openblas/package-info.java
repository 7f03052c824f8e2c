/** Matrix products by OpenBLAS. */
@NullMarked
package io.github.panagrad.tensor.kernel.openblas;

import org.jspecify.annotations.NullMarked;
