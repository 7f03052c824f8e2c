package io.github.panagrad.spark.tasks;

import io.github.panagrad.tune.Outcome;
import java.io.Serializable;

/**
 * What came of a trial, as it travels back. A value.
 *
 * @param resource what was spent on it; 0 if it failed
 * @param value the result; NaN if it failed
 * @param reason why it failed; empty if it did not
 */
public record SentOutcome(Kind kind, long resource, double value, String reason) implements Serializable {
    /** The kinds of outcomes. */
    public enum Kind {
        /** It can go on. */
        PAUSED,
        /** It has come to its end. */
        COMPLETE,
        /** It has no result. */
        FAILED
    }

    /** Takes an outcome. */
    public static SentOutcome of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Paused(long resource, double value) -> new SentOutcome(Kind.PAUSED, resource, value, "");
            case Outcome.Complete(long resource, double value) -> new SentOutcome(Kind.COMPLETE, resource, value, "");
            case Outcome.Failed(String reason) -> new SentOutcome(Kind.FAILED, 0, Double.NaN, reason);
        };
    }

    /** Returns the outcome. */
    public Outcome outcome() {
        return switch (kind) {
            case PAUSED -> new Outcome.Paused(resource, value);
            case COMPLETE -> new Outcome.Complete(resource, value);
            case FAILED -> new Outcome.Failed(reason);
        };
    }
}
