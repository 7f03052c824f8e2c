/** Preprocessing that is learned from training rows, stored with the model, and applied to every row it later sees. */
@NullMarked
package io.github.panagrad.table.pipeline;

import org.jspecify.annotations.NullMarked;
