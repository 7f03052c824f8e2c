/**
 * What kernels must be able to do, an interface for each family, and the values that they take. Exported to Panagrad's own modules
 * only, for these values; {@code ops} is what they call.
 */
@NullMarked
package io.github.panagrad.tensor.kernel;

import org.jspecify.annotations.NullMarked;
