/** The functions of the CBLAS that was loaded, for the kernels. */
@NullMarked
package io.github.panagrad.blas.call;

import org.jspecify.annotations.NullMarked;
