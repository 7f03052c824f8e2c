/**
 * The search for the OpenBLAS library.
 *
 * <p>{@link io.github.panagrad.blas.OpenBlas#load} finds and loads the library; after that the functions of
 * {@code cblas.cblas_h}, generated from the C header by jextract, can be called. They are exported to the tensor module only.
 */
@NullMarked
package io.github.panagrad.blas;

import org.jspecify.annotations.NullMarked;
