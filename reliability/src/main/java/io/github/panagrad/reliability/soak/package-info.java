/** Long trainings in flat memory. */
@NullMarked
package io.github.panagrad.reliability.soak;

import org.jspecify.annotations.NullMarked;
