package io.github.panagrad.blas;

/** OpenBLAS cannot be used; the subclass says whether doing without it is a fair answer. */
public abstract sealed class OpenBlasException extends RuntimeException
        permits OpenBlasUnavailableException, OpenBlasLoadException {
    private static final long serialVersionUID = 1L;

    OpenBlasException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
    }
}
