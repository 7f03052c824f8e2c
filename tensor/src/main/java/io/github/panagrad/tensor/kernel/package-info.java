/** What a backend must be able to do, as two interfaces: matrix products, and passes over elements. Not exported. */
@NullMarked
package io.github.panagrad.tensor.kernel;

import org.jspecify.annotations.NullMarked;
