/** Threads that share the work of a step. Exported to Panagrad's own modules only. */
@NullMarked
package io.github.panagrad.nn.parallel;

import org.jspecify.annotations.NullMarked;
