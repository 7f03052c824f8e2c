package io.github.panagrad.blas;

/** Thrown when a candidate library supports only one caller at a time; it is used if nothing better is found. */
final class SerialBuildException extends RejectedLibraryException {
    private static final long serialVersionUID = 1L;

    SerialBuildException() {
        super("built without threads, so only one thread at a time may call it; looking for a better one");
    }
}
