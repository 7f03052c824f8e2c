package io.github.panagrad.cli;

/**
 * Thrown for what the user can set right: usage, data files, paths. The message names the thing, what was expected and
 * what was found, and is shown as it is, without a stack trace; the exit code is 2.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes an exception with a message that is shown to the user. */
    public InputException(String message) {
        super(message);
    }

    /** Makes an exception with a message that is shown to the user. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
