/** Damaged inputs for every reader. */
@NullMarked
package io.github.panagrad.reliability.fuzz;

import org.jspecify.annotations.NullMarked;
