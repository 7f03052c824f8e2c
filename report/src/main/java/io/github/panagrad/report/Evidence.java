package io.github.panagrad.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Predictions against the truth, on rows that were not trained on. */
public sealed interface Evidence {
    /** Returns the name of the rows, such as {@code test}. */
    String part();

    /**
     * A classification.
     *
     * @param part the name of the rows, such as {@code test}
     * @param classes their names, one at least
     * @param confusion rows by true class (first index) and predicted class; not copied, must not change. Null if unknown
     * @param roc true-positive share by false-positive share, a curve for each class or one for a binary classifier; may be
     *     empty
     * @param precisionRecall precision by recall, likewise
     * @param calibration from small to large probabilities; may be empty
     */
    @SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
    record Classification(
            String part,
            List<String> classes,
            long @Nullable [][] confusion,
            List<AreaCurve> roc,
            List<AreaCurve> precisionRecall,
            List<CalibrationBin> calibration)
            implements Evidence {
        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException if there is no class, or the table is not one of these classes
         */
        public Classification {
            classes = List.copyOf(classes);
            roc = List.copyOf(roc);
            precisionRecall = List.copyOf(precisionRecall);
            calibration = List.copyOf(calibration);
            if (classes.isEmpty()) {
                throw new IllegalArgumentException("a classification needs a class");
            }
            if (confusion != null) {
                requireSquare(confusion, classes.size());
            }
        }

        private static void requireSquare(long[][] table, int classes) {
            boolean square = table.length == classes;
            for (long[] row : table) {
                square &= row.length == classes;
            }
            if (!square) {
                throw new IllegalArgumentException("the confusion table must be " + classes + "x" + classes
                        + ", as there are " + classes + " classes");
            }
        }
    }

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
         * Checks the lengths.
         *
         * @throws IllegalArgumentException if they differ
         */
        public Regression {
            if (actual.length != predicted.length) {
                throw new IllegalArgumentException(
                        "there are " + actual.length + " true values but " + predicted.length + " predictions");
            }
        }
    }

    /**
     * A curve and the area below it.
     *
     * @param curve its name is that of the class
     * @param area from 0 to 1; NaN if it is not defined
     */
    record AreaCurve(NamedCurve curve, double area) {}

    /**
     * Rows with similar predicted probabilities.
     *
     * @param predicted the mean of the probabilities
     * @param observed the share of the rows that are of the class
     * @param rows how many
     */
    record CalibrationBin(double predicted, double observed, long rows) {}
}
