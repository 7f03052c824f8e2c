/** The commands, one per class, and the text that only one of them prints. */
@NullMarked
package io.github.panagrad.cli.command;

import org.jspecify.annotations.NullMarked;
