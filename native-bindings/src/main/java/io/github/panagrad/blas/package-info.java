/**
 * The search for a CBLAS: OpenBLAS, Accelerate, or the file of any other.
 *
 * <p>{@link io.github.panagrad.blas.OpenBlas#load} finds and loads the library. Its functions are called by the tensor module only.
 *
 * {@snippet :
 * import io.github.panagrad.blas.*;
 *
 * void main() {
 *     LibraryDescription library = OpenBlas.load().describe();
 *     IO.println(library.name() + ", core " + library.coreName() + ", " + library.threads() + " thread");
 * }
 * }
 */
@NullMarked
package io.github.panagrad.blas;

import org.jspecify.annotations.NullMarked;
