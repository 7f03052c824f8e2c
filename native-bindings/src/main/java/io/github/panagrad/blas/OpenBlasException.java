package io.github.panagrad.blas;

import io.github.panagrad.error.InvalidInputException;

/** OpenBLAS cannot be used; the subclass says whether doing without it is a fair answer. */
public abstract sealed class OpenBlasException extends InvalidInputException
        permits OpenBlasUnavailableException, OpenBlasLoadException {
    private static final long serialVersionUID = 1L;

    OpenBlasException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
    }
}
