package io.github.panagrad.blas;

import io.github.panagrad.error.InvalidInputException;
import java.util.List;

/** Thrown when OpenBLAS cannot be used; the subclass says whether the caller may continue without it. */
public abstract sealed class OpenBlasException extends InvalidInputException
        permits OpenBlasUnavailableException, OpenBlasLoadException {
    private static final long serialVersionUID = 1L;

    OpenBlasException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
    }

    OpenBlasException(List<String> lines, @org.jspecify.annotations.Nullable Throwable cause) {
        super(lines, cause);
    }
}
