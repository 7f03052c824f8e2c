/** Preprocessing that is fitted to training rows, stored with the model, and applied to every later row. */
@NullMarked
package io.github.panagrad.table.pipeline;

import org.jspecify.annotations.NullMarked;
