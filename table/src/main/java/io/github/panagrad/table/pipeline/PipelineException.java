package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.InvalidInputException;

/**
 * Thrown when a table, a row or a description does not fit the preprocessing. The message is written for the user: it
 * names the column and, where there is one, the place, and says what was expected, what was found and what to do.
 */
public final class PipelineException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    PipelineException(String message) {
        super(message);
    }

    public PipelineException(String message, Throwable cause) {
        super(message, cause);
    }
}
