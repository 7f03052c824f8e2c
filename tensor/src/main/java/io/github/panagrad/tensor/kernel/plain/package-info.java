/** Passes over elements and matrix products as plain Java loops: no native call, no incubator module. */
@NullMarked
package io.github.panagrad.tensor.kernel.plain;

import org.jspecify.annotations.NullMarked;
