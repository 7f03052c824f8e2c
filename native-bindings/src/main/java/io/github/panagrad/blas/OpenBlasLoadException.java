package io.github.panagrad.blas;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the library file that the user named cannot be loaded, or is not a usable OpenBLAS.
 *
 * <p>The caller must not fall back to something else, because the user made an explicit choice and would not notice.
 */
public final class OpenBlasLoadException extends OpenBlasException {
    private static final long serialVersionUID = 1L;

    OpenBlasLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
