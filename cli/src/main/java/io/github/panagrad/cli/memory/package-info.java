/** The memory that a training takes, and how much of it there is. */
@NullMarked
package io.github.panagrad.cli.memory;

import org.jspecify.annotations.NullMarked;
