package io.github.panagrad.tensor;

/** Thrown when off-heap memory cannot be allocated; the message gives the size, the purpose and the remedy. */
public final class NativeMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NativeMemoryException(String purpose, long wantedBytes, long heldBytes, long machineBytes) {
        super(message(purpose, wantedBytes, heldBytes) + "; this machine or container has " + machineBytes
                + ": use smaller layers or batches, or allow it more");
    }

    NativeMemoryException(String purpose, long wantedBytes, long heldBytes, Throwable cause) {
        super(message(purpose, wantedBytes, heldBytes) + "; the system refuses: use smaller layers or batches", cause);
    }

    private static String message(String purpose, long wantedBytes, long heldBytes) {
        return "no memory for the " + purpose + ": " + wantedBytes + " bytes more are wanted and " + heldBytes
                + " are held";
    }
}
