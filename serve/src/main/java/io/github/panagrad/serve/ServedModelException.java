package io.github.panagrad.serve;

import io.github.panagrad.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Thrown when a model cannot be served. The message is written for the user: it names the file, what is wrong, and what to do. */
public final class ServedModelException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    ServedModelException(String message) {
        this(message, null);
    }

    ServedModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
