package io.github.panagrad.cli.output;

import io.github.panagrad.error.Quoted;
import java.io.PrintStream;

/**
 * Where a command writes: results to {@code out}, messages and progress to {@code err}.
 *
 * @param interactive whether a person watches {@code err}, so that a progress bar may be drawn
 */
public record Console(PrintStream out, PrintStream err, boolean interactive) {
    /** Prints a result on a line that starts with its name. */
    public void line(String name, String text) {
        out.println(String.format("%-11s %s", name, Quoted.line(text)));
        out.flush();
    }
}
