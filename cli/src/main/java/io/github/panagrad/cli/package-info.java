/** The command line. */
@NullMarked
package io.github.panagrad.cli;

import org.jspecify.annotations.NullMarked;
