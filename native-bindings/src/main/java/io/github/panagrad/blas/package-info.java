/**
 * CBLAS bindings and the search for the OpenBLAS library.
 *
 * <p>{@link io.github.panagrad.blas.OpenBlas#load} finds and loads the library; after that the functions of
 * {@code cblas_h}, generated from the C header by jextract, can be called.
 */
@NullMarked
package io.github.panagrad.blas;

import org.jspecify.annotations.NullMarked;
