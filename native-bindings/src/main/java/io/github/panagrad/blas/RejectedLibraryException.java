package io.github.panagrad.blas;

import org.jspecify.annotations.Nullable;

/** Thrown when a candidate library cannot be used; the message gives the reason without naming the candidate. */
sealed class RejectedLibraryException extends Exception permits SerialBuildException {
    private static final long serialVersionUID = 1L;

    RejectedLibraryException(String reason) {
        this(reason, null);
    }

    RejectedLibraryException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** Returns the reason. */
    final String reason() {
        return String.valueOf(getMessage());
    }
}
