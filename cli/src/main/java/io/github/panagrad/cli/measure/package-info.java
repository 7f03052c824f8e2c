/** Measurements of matrix products. */
@NullMarked
package io.github.panagrad.cli.measure;

import org.jspecify.annotations.NullMarked;
