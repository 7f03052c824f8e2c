package io.github.panagrad.blas;

import org.jspecify.annotations.Nullable;

/**
 * The library file that the user named cannot be loaded, or is not a usable OpenBLAS.
 *
 * <p>A caller must not fall back to something else: the user made a choice, and would not notice.
 */
public final class OpenBlasLoadException extends OpenBlasException {
    private static final long serialVersionUID = 1L;

    OpenBlasLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
