package io.github.panagrad.blas;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when no OpenBLAS was found on this system.
 *
 * <p>Unless OpenBLAS was requested explicitly, the caller may fall back to something else, and should show this message
 * once.
 */
public final class OpenBlasUnavailableException extends OpenBlasException {
    private static final long serialVersionUID = 1L;

    /** The steps of the search; not part of the serial form, which includes the message. */
    private final transient List<SearchAttempt> attempts;

    OpenBlasUnavailableException(List<String> lines, List<SearchAttempt> attempts, @Nullable Throwable cause) {
        super(lines, cause);
        this.attempts = List.copyOf(attempts);
    }

    /** Returns every step of the search, in order. */
    public List<SearchAttempt> attempts() {
        return attempts;
    }
}
