package io.github.panagrad.nn.exchange;

/** A worker that trains a network together with others failed, or cannot be reached; the message names it. */
public final class ExchangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public ExchangeException(String message) {
        super(message);
    }

    /** Says what happened, and why. */
    public ExchangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
