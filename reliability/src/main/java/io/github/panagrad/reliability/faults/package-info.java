/** File operations that fail. */
@NullMarked
package io.github.panagrad.reliability.faults;

import org.jspecify.annotations.NullMarked;
