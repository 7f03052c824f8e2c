package io.github.panagrad.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.text.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** A column of the table as fitted to the training rows, and the inputs it becomes. Values; threads may share them. */
public sealed interface FittedColumn {
    /** Returns the column's name in the table. */
    String name();

    /** Returns what the column's values are. */
    ColumnType type();

    /** Returns a name for each input that the column becomes, in their order. */
    List<String> inputs();

    /** Returns what the column becomes, in words for people. */
    String describe();

    /**
     * A column that becomes nothing.
     *
     * @param name the column's name
     * @param type what its values are
     * @param reason why, for people
     */
    record Dropped(String name, ColumnType type, String reason) implements FittedColumn {
        @Override
        public List<String> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "dropped: " + reason;
        }
    }

    /**
     * A numeric or boolean column whose training rows differ only in whether they have a value: one input, 1 where the
     * value is missing.
     *
     * @param name the column's name
     * @param type numeric or boolean
     * @param value the only value
     * @param missing the number of training rows without it
     */
    record MissingOnly(String name, ColumnType type, double value, long missing) implements FittedColumn {
        /** Checks the type. */
        public MissingOnly {
            requireNumbers(name, type);
        }

        @Override
        public List<String> inputs() {
            return List.of(name + " missing");
        }

        @Override
        public String describe() {
            return "whether it is missing (" + missing + " are, the others are all " + Texts.number(value) + ")";
        }
    }

    /**
     * A numeric or boolean column: its number, and 1 where it is missing if training rows had missing ones. Otherwise a
     * missing number is encoded like the fill value.
     *
     * @param name the column's name
     * @param type numeric, boolean or date
     * @param summary of the training rows
     * @param scaling the requested scaling; booleans stay 0 and 1
     * @param code what a number becomes
     * @param fill the replacement for a missing number, in the column's units
     */
    record Numbers(String name, ColumnType type, NumberSummary summary, Scaling scaling, NumberCode code, double fill)
            implements FittedColumn {
        /** Checks the values. */
        public Numbers {
            requireNumbers(name, type);
            if (!Double.isFinite(fill)) {
                throw new IllegalArgumentException("column " + Quoted.of(name) + ": missing numbers cannot be " + fill);
            }
        }

        /** Returns whether an input says that the number is missing. */
        public boolean hasIndicator() {
            return summary.missing() > 0;
        }

        @Override
        public List<String> inputs() {
            return hasIndicator() ? List.of(name, name + " missing") : List.of(name);
        }

        @Override
        public String describe() {
            String range = Texts.number(summary.min()) + " to " + Texts.number(summary.max());
            String what = switch (code) {
                case NumberCode.Knots knots -> scaling.label() + " at " + knots.from().length + " points, " + range;
                case NumberCode.Clipped(double center, double scale) ->
                    scaling.label() + ", median " + Texts.number(center) + ", scale " + Texts.number(scale);
                case NumberCode.Linear(double center, double scale) ->
                    switch (scaling) {
                        case STANDARDIZE ->
                            "standardised, mean " + Texts.number(center) + ", sd " + Texts.number(scale);
                        case ROBUST -> "robust, median " + Texts.number(center) + ", scale " + Texts.number(scale);
                        case MIN_MAX -> range + " becomes 0 to 1";
                        case QUANTILE_NORMAL, QUANTILE_UNIFORM, ROBUST_CLIP ->
                            "standardised (too few different values for quantiles), mean " + Texts.number(center)
                                    + ", sd " + Texts.number(scale);
                        case NONE ->
                            (type == ColumnType.BOOLEAN ? "0 or 1, mean " : "as it is, " + range + ", mean ")
                                    + Texts.number(summary.mean());
                    };
            };
            return hasIndicator()
                    ? what + "; " + summary.missing() + " missing, taken for " + Texts.number(fill) + " and marked"
                    : what;
        }
    }

    /**
     * A column of dates: its seconds since 1970 as a number, and the sine and the cosine of parts of the date, which are 0 where it
     * is missing.
     *
     * @param seconds the column as a number
     * @param parts those that differ in the training rows
     * @param isTimeOfDay whether they are times of the day, seconds since midnight
     */
    record Dates(Numbers seconds, List<DatePart> parts, boolean isTimeOfDay) implements FittedColumn {
        /** Checks the values. */
        public Dates {
            parts = List.copyOf(parts);
            if (seconds.type() != ColumnType.DATE) {
                throw new IllegalArgumentException("column " + Quoted.of(seconds.name()) + " has no dates");
            }
        }

        @Override
        public String name() {
            return seconds.name();
        }

        @Override
        public ColumnType type() {
            return seconds.type();
        }

        @Override
        public List<String> inputs() {
            List<String> inputs = new ArrayList<>(seconds.inputs());
            for (DatePart part : parts) {
                inputs.add(name() + " " + part.label() + " sin");
                inputs.add(name() + " " + part.label() + " cos");
            }
            return inputs;
        }

        /** Returns the first and the last date, for people. */
        public String range() {
            return Texts.date(seconds.summary().min(), isTimeOfDay) + " to "
                    + Texts.date(seconds.summary().max(), isTimeOfDay);
        }

        @Override
        public String describe() {
            String what = range() + " as seconds, " + seconds.describe();
            return parts.isEmpty()
                    ? what
                    : what + "; sine and cosine of "
                            + String.join(
                                    ", ", parts.stream().map(DatePart::label).toList());
        }
    }

    /** A column of text: each category has a place, and so may missing values, and texts that are rare or were never seen. */
    sealed interface Categories extends FittedColumn permits OneHot, Embedded {
        /** Returns the texts that have places of their own, numbered from 0. */
        List<String> categories();

        /** Returns the place of texts that are rare or were not seen in training, or -1 if they have none. */
        int otherPlace();

        /** Returns the place of missing values, or -1 if they have none. */
        int missingPlace();

        /** Returns the number of places. */
        int places();

        @Override
        default ColumnType type() {
            return ColumnType.CATEGORICAL;
        }
    }

    /**
     * A categorical column of few categories: an input for each place, 1 for a row's own place, else 0. The places are those
     * of the categories, then the other texts' if training rows had rare ones, then that of missing values if training
     * rows had some. A value without a place is 0 everywhere: an input that was never 1 in training would have
     * untrained weights.
     *
     * @param name the column's name
     * @param categories in the order of their code points
     * @param rare the number of different rare texts
     * @param missing the number of training rows without a value
     * @param hasMissing whether those have a place of their own; else they are among the other texts
     */
    record OneHot(String name, List<String> categories, int rare, long missing, boolean hasMissing)
            implements Categories {
        /** Checks the values. */
        public OneHot {
            categories = checked(name, categories, rare, missing, hasMissing);
            if (categories.isEmpty() && otherPlace() < 0 && !hasMissing) {
                throw new IllegalArgumentException("column " + Quoted.of(name) + " has no category");
            }
        }

        @Override
        public int otherPlace() {
            return rare > 0 || (missing > 0 && !hasMissing) ? categories.size() : -1;
        }

        @Override
        public int missingPlace() {
            return hasMissing ? places() - 1 : otherPlace();
        }

        @Override
        public int places() {
            return categories.size() + (rare > 0 || (missing > 0 && !hasMissing) ? 1 : 0) + (hasMissing ? 1 : 0);
        }

        @Override
        public List<String> inputs() {
            List<String> inputs = new ArrayList<>();
            categories.forEach(category -> inputs.add(name + "=" + category));
            if (otherPlace() >= 0) {
                inputs.add(name + " other");
            }
            if (hasMissing) {
                inputs.add(name + " missing");
            }
            return inputs;
        }

        @Override
        public String describe() {
            return "one-hot of " + places() + placesText(this, rare, missing);
        }
    }

    /**
     * A categorical column of many categories: the number of a row's place, for which an embedding has a vector. The places are
     * those of the categories, then the other texts', then that of missing values if training rows had some. Where
     * nothing is rare, the rarest text is among the others, so that training rows teach the vector of unseen texts.
     *
     * @param name the column's name
     * @param categories in the order of their code points
     * @param rare the number of different other texts
     * @param missing the number of training rows without a value
     * @param hasMissing whether those have a place of their own; else they are among the other texts
     * @param dimension the length of a vector
     */
    record Embedded(String name, List<String> categories, int rare, long missing, boolean hasMissing, int dimension)
            implements Categories {
        /** The longest vector that {@link #dimensionFor} gives. */
        public static final int MAX_DIMENSION = 50;

        /** Checks the values. */
        public Embedded {
            categories = checked(name, categories, rare, missing, hasMissing);
            if (dimension < 1) {
                throw new IllegalArgumentException(
                        "column " + Quoted.of(name) + ": an embedding needs at least 1 dimension, found " + dimension);
            }
        }

        /**
         * Returns how long a vector is for a number of places: {@code 1.6 n^0.56}, rounded, from 1 to
         * {@value #MAX_DIMENSION}. The rule is fast.ai's {@code emb_sz_rule}, whose limit is 600.
         */
        public static int dimensionFor(int places) {
            return Math.clamp(Math.round(1.6 * StrictMath.pow(places, 0.56)), 1, MAX_DIMENSION);
        }

        @Override
        public int otherPlace() {
            return categories.size();
        }

        @Override
        public int missingPlace() {
            return hasMissing ? categories.size() + 1 : otherPlace();
        }

        @Override
        public int places() {
            return categories.size() + (hasMissing ? 2 : 1);
        }

        @Override
        public List<String> inputs() {
            return List.of(name);
        }

        @Override
        public String describe() {
            return "embedding of " + places() + " places in " + dimension + " dimensions"
                    + placesText(this, rare, missing);
        }
    }

    private static void requireNumbers(String name, ColumnType type) {
        if (type == ColumnType.CATEGORICAL) {
            throw new IllegalArgumentException("column " + Quoted.of(name) + " is categorical, but has numbers");
        }
    }

    /** Returns what the places of a categorical column are for. */
    private static String placesText(Categories column, int rare, long missing) {
        List<String> parts = new ArrayList<>();
        parts.add(column.categories().size() + " categories");
        if (rare > 0) {
            parts.add("the others (" + rare + " rare)");
        }
        if (missing > 0) {
            parts.add(
                    column.missingPlace() == column.otherPlace()
                            ? missing + " missing among the others"
                            : missing + " missing");
        }
        return ": " + String.join(", ", parts);
    }

    private static List<String> checked(
            String name, List<String> categories, int rare, long missing, boolean hasMissing) {
        List<String> copy = List.copyOf(categories);
        if (new HashSet<>(copy).size() < copy.size()) {
            throw new IllegalArgumentException("column " + Quoted.of(name) + " has a category twice");
        }
        if (rare < 0 || missing < 0 || (hasMissing && missing == 0)) {
            throw new IllegalArgumentException(
                    "column " + Quoted.of(name) + " has " + rare + " rare texts and " + missing + " missing values");
        }
        return copy;
    }
}
