package io.github.panagrad.cli;

import java.io.PrintStream;

/**
 * Where a command writes: results to {@code out}, messages and progress to {@code err}.
 *
 * @param interactive whether a person watches {@code err}, so that a progress bar may be drawn
 */
public record Console(PrintStream out, PrintStream err, boolean interactive) {}
