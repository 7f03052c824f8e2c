/** Closing what other threads use. */
@NullMarked
package io.github.panagrad.reliability.races;

import org.jspecify.annotations.NullMarked;
