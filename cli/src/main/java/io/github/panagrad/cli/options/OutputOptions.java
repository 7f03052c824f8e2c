package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import picocli.CommandLine.Option;

/** The options for the audience of the progress output. */
@OptionGroup("Output")
public final class OutputOptions {
    /** The audience of the progress output. */
    public enum Mode {
        /** Text, with a progress bar on a terminal. */
        TEXT,
        /** Nothing but warnings and errors. */
        QUIET,
        /** A JSON object per line, for programs. */
        JSON_LINES
    }

    @Option(names = "--quiet", description = "Print nothing but warnings and errors. Default: false.")
    private boolean quiet;

    @Option(
            names = "--json-lines",
            description =
                    "Print JSON objects and nothing else on the standard output, one per line: start, step, epoch, test,"
                            + " end (docs/cli.md). Default: false.")
    private boolean jsonLines;

    @Option(
            names = "--verbose",
            description = "Time the matrix products alone at the end even if that takes long. Default: false.")
    private boolean verbose;

    /** Returns the audience, after checking that the options are compatible. */
    public Mode mode() {
        if (quiet && jsonLines) {
            throw new InvalidInputException("--quiet and --json-lines exclude each other; leave one of them out");
        }
        if (verbose && (quiet || jsonLines)) {
            throw new InvalidInputException(
                    "--verbose has no effect with " + (quiet ? "--quiet" : "--json-lines") + "; leave it out");
        }
        return quiet ? Mode.QUIET : jsonLines ? Mode.JSON_LINES : Mode.TEXT;
    }

    /** Returns whether to spend time on measurements. */
    public boolean verbose() {
        return verbose;
    }
}
