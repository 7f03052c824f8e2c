package io.github.panagrad.tensor;

/** Thrown when off-heap memory cannot be had; the message says how much was asked for, what for, and the remedy. */
public final class NativeMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NativeMemoryException(String purpose, long wantedBytes, long heldBytes, Throwable cause) {
        super(
                "no memory for the " + purpose + ": " + wantedBytes + " bytes more are wanted and " + heldBytes
                        + " are held; use smaller layers or batches, or allow more with"
                        + " -XX:MaxDirectMemorySize=<bytes> (its default is the maximum heap size)",
                cause);
    }
}
