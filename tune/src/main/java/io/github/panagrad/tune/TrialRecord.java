package io.github.panagrad.tune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trial of a study as it is now. A value.
 *
 * @param number of the trial, from 0
 * @param parameters by their names, in the order of the space
 * @param outcomes what was told about it, in this order: where it was paused, and how it ended if it has
 */
public record TrialRecord(int number, Map<String, String> parameters, List<Outcome> outcomes) {
    /** Copies map and list. */
    public TrialRecord {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        outcomes = List.copyOf(outcomes);
    }

    TrialRecord with(Outcome outcome) {
        List<Outcome> more = new ArrayList<>(outcomes);
        more.add(outcome);
        return new TrialRecord(number, parameters, more);
    }

    /** Returns what was told last; empty if nothing was. */
    public Optional<Outcome> last() {
        return outcomes.isEmpty() ? Optional.empty() : Optional.of(outcomes.getLast());
    }

    /** Returns whether it is paused and can go on. */
    public boolean isPaused() {
        return last().orElse(null) instanceof Outcome.Paused;
    }

    /** Returns whether it has come to its end with a result. */
    public boolean isComplete() {
        return last().orElse(null) instanceof Outcome.Complete;
    }

    /** Returns whether it has no result and will not have one. */
    public boolean isFailed() {
        return last().orElse(null) instanceof Outcome.Failed;
    }

    /** Returns the last value; NaN if there is none. */
    public double value() {
        return switch (last().orElse(null)) {
            case Outcome.Paused(long _, double value) -> value;
            case Outcome.Complete(long _, double value) -> value;
            case Outcome.Failed _ -> Double.NaN;
            case null -> Double.NaN;
        };
    }

    /** Returns what was spent on it, such as epochs; 0 if that is not known. */
    public long resource() {
        return switch (last().orElse(null)) {
            case Outcome.Paused(long resource, double _) -> resource;
            case Outcome.Complete(long resource, double _) -> resource;
            case Outcome.Failed _ -> 0;
            case null -> 0;
        };
    }
}
