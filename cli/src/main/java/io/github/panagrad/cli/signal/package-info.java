/** Signals of the operating system. */
@NullMarked
package io.github.panagrad.cli.signal;

import org.jspecify.annotations.NullMarked;
