package io.github.panagrad.blas;

/** A candidate works, but for one caller at a time only; it may serve if there is nothing better. */
final class SerialBuildException extends RejectedLibraryException {
    private static final long serialVersionUID = 1L;

    SerialBuildException() {
        super("built without threads, so that only one thread may call it; looking for a better one");
    }
}
