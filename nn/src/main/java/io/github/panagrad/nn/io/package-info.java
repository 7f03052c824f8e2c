/** Writing files whole or not at all, and saying what went wrong with one. */
@NullMarked
package io.github.panagrad.nn.io;

import org.jspecify.annotations.NullMarked;
