package io.github.panagrad.cli.output;

/** The exit codes of the program, apart from those of a process that a signal ended. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;

    /** Failed while running. */
    public static final int FAILED = 1;

    /** Bad usage or input. */
    public static final int BAD_INPUT = 2;

    private ExitCode() {}
}
