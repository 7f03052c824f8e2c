package io.github.panagrad.tune;

/** What came of a trial. A value. */
public sealed interface Outcome permits Outcome.Paused, Outcome.Complete, Outcome.Failed {
    /**
     * It has reached the resource at which it was to be paused, and can go on from there.
     *
     * @param resource what was spent on it, all in all
     * @param value the best so far, finite
     */
    record Paused(long resource, double value) implements Outcome {
        /** Checks the value. */
        public Paused {
            requireFinite(value);
        }
    }

    /**
     * It has come to its end.
     *
     * @param resource what was spent on it, all in all
     * @param value the result, finite
     */
    record Complete(long resource, double value) implements Outcome {
        /** Checks the value. */
        public Complete {
            requireFinite(value);
        }
    }

    /**
     * It has no result.
     *
     * @param reason for people
     */
    record Failed(String reason) implements Outcome {}

    private static void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("expected a finite value, found " + value + "; tell that it failed");
        }
    }
}
