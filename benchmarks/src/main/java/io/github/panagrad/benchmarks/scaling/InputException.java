package io.github.panagrad.benchmarks.scaling;

/** A file that was given cannot be used; the message names it and says why. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
