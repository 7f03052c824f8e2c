package io.github.panagrad.nn.metrics;

import io.github.panagrad.error.InvalidInputException;

/** Thrown when a metric cannot be computed from its input. The message says what was expected and what was found. */
public final class MetricException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    MetricException(String message) {
        super(message);
    }
}
