package io.github.panagrad.blas;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * No OpenBLAS was found on this system.
 *
 * <p>A caller that was not told to use it may fall back to something else, and should show this message once.
 */
public final class OpenBlasUnavailableException extends OpenBlasException {
    private static final long serialVersionUID = 1L;

    /** What was tried; not part of the serial form, which has the message. */
    private final transient List<SearchAttempt> attempts;

    OpenBlasUnavailableException(String message, List<SearchAttempt> attempts, @Nullable Throwable cause) {
        super(message, cause);
        this.attempts = List.copyOf(attempts);
    }

    /** Returns every step of the search, in order. */
    public List<SearchAttempt> attempts() {
        return attempts;
    }
}
