/** What all commands use to print: the console, text tables, JSON, numbers, and the exit codes. */
@NullMarked
package io.github.panagrad.cli.output;

import org.jspecify.annotations.NullMarked;
