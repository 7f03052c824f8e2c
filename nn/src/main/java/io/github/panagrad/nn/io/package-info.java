/** Writing files atomically, and describing why a file operation failed. */
@NullMarked
package io.github.panagrad.nn.io;

import org.jspecify.annotations.NullMarked;
