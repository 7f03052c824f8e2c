/** Checkpoints, from which training can be resumed: their format, when they are written, and which are kept. */
@NullMarked
package io.github.panagrad.nn.checkpoint;

import org.jspecify.annotations.NullMarked;
