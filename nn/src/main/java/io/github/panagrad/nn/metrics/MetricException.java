package io.github.panagrad.nn.metrics;

import io.github.panagrad.error.InvalidInputException;

/** Thrown when a figure cannot be computed from what was given. The message says what was expected and what was found. */
public final class MetricException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    MetricException(String message) {
        super(message);
    }
}
