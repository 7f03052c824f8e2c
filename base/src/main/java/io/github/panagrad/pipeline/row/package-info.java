/** Reads fitted preprocessing from a model and encodes single rows, for Panagrad's own modules. */
@NullMarked
package io.github.panagrad.pipeline.row;

import org.jspecify.annotations.NullMarked;
