/** How models of tables are trained where nothing else is said: what the command line and {@code table.model} share. */
@NullMarked
package io.github.panagrad.table.training;

import org.jspecify.annotations.NullMarked;
