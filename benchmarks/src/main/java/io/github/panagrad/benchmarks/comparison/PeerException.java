package io.github.panagrad.benchmarks.comparison;

/** A library cannot be measured; the message says why, and what to do. */
final class PeerException extends Exception {
    private static final long serialVersionUID = 1;

    PeerException(String message) {
        super(message);
    }
}
