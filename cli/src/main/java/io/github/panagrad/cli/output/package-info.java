/** What all commands print with: the console, text tables, JSON, numbers, and the exit codes. */
@NullMarked
package io.github.panagrad.cli.output;

import org.jspecify.annotations.NullMarked;
