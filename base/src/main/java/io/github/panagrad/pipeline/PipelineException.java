package io.github.panagrad.pipeline;

import io.github.panagrad.error.InvalidInputException;

/**
 * Thrown when a table, a row or a description does not fit the preprocessing. The message is written for the user: it
 * names the column and, where there is one, the place, and says what was expected, what was found and what to do.
 */
public final class PipelineException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    /** Takes a message for the user. */
    public PipelineException(String message) {
        super(message);
    }

    /** Takes a message for the user, and the cause. */
    public PipelineException(String message, Throwable cause) {
        super(message, cause);
    }
}
