package io.github.panagrad.blas;

import org.jspecify.annotations.Nullable;

/** One candidate cannot be used; the message says why, without naming the candidate. */
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
