package io.github.panagrad.report;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.metrics.ClassificationReport;

/** Predictions against the truth, on rows that were not trained on. */
public sealed interface Evidence {
    /** Returns the name of the rows, such as {@code test}. */
    String part();

    /**
     * A classification.
     *
     * @param part the name of the rows, such as {@code test}
     * @param report what was computed from the predictions
     */
    record Classification(String part, ClassificationReport report) implements Evidence {}

    /**
     * A regression.
     *
     * @param part the name of the rows, such as {@code test}
     * @param target what is predicted, with its unit if that is known
     * @param actual the true values; not copied, must not change
     * @param predicted as many; not copied, must not change
     */
    @SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
    record Regression(String part, String target, double[] actual, double[] predicted) implements Evidence {
        /**
         * Checks the lengths, and shortens the name of the target, which is a file's.
         *
         * @throws IllegalArgumentException if they differ
         */
        public Regression {
            target = Quoted.bare(target);
            if (actual.length != predicted.length) {
                throw new IllegalArgumentException(
                        "there are " + actual.length + " true values but " + predicted.length + " predictions");
            }
        }
    }
}
