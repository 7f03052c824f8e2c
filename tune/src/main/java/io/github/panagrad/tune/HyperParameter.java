package io.github.panagrad.tune;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is searched: a number in a range, or one of several choices. A value. */
public sealed interface HyperParameter permits HyperParameter.Range, HyperParameter.Choice {
    /** Returns its name. */
    String name();

    /** Returns when it applies; always if empty. */
    Optional<Condition> when();

    /** Returns this, but for trials only in which another parameter has one of some values. */
    HyperParameter when(Condition condition);

    /** Returns whether a text is one of its values. */
    boolean isValue(String text);

    /** Returns a text from which it can be told whether two parameters are the same. */
    String describe();

    /**
     * When a parameter applies.
     *
     * @param name another parameter, which must be before it in the space
     * @param values those of its values with which it applies
     */
    record Condition(String name, List<String> values) {
        /** Copies the list. */
        public Condition {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("a condition needs at least one value of " + name);
            }
        }

        boolean holds(Map<String, String> parameters) {
            return values.contains(parameters.getOrDefault(name, ""));
        }

        private String describe() {
            return " when " + name + " in " + values;
        }
    }

    /**
     * A number from a range.
     *
     * @param name of the parameter
     * @param low the least value, finite; above 0 on a logarithmic scale
     * @param high the greatest value, finite and above the least
     * @param isLogarithmic whether equal ratios count the same, and not equal differences
     * @param isWhole whether only whole numbers are values
     * @param when when it applies
     */
    record Range(String name, double low, double high, boolean isLogarithmic, boolean isWhole, Optional<Condition> when)
            implements HyperParameter {
        /** Enough for any hyper-parameter, and few enough to be read. */
        private static final int DIGITS = 4;

        /** Above this not every whole number is a double. */
        private static final double MOST_WHOLE = 1L << 53;

        /** Checks the range. */
        public Range {
            if (!(Double.isFinite(low) && Double.isFinite(high) && low < high)) {
                throw new IllegalArgumentException(
                        name + ": the range must be of finite numbers, the first below the second, found " + low
                                + " to " + high);
            }
            if (isLogarithmic && low <= 0) {
                throw new IllegalArgumentException(
                        name + ": a range with a logarithmic scale must be above 0, found " + low + " to " + high);
            }
            if (isWhole && !(isWholeNumber(low) && isWholeNumber(high))) {
                throw new IllegalArgumentException(
                        name + ": a range of whole numbers must begin and end with one, found " + low + " to " + high);
            }
        }

        private static boolean isWholeNumber(double value) {
            return value == Math.rint(value) && Math.abs(value) <= MOST_WHOLE;
        }

        @Override
        public Range when(Condition condition) {
            return new Range(name, low, high, isLogarithmic, isWhole, Optional.of(condition));
        }

        @Override
        public boolean isValue(String text) {
            try {
                double value = Double.parseDouble(text);
                return value >= low && value <= high && (!isWhole || isWholeNumber(value));
            } catch (NumberFormatException _) {
                return false;
            }
        }

        /** Returns where a value is in the range, in [0, 1]; whole numbers have as much room each. */
        double position(String text) {
            double value = Double.parseDouble(text);
            return (scaled(value) - scaled(bottom())) / (scaled(top()) - scaled(bottom()));
        }

        /** Returns the value at a place in the range, rounded to be read. */
        String at(double position) {
            double scaled = scaled(bottom()) + position * (scaled(top()) - scaled(bottom()));
            double value = Math.clamp(isLogarithmic ? StrictMath.exp(scaled) : scaled, low, high);
            if (isWhole) {
                return String.valueOf(Math.round(value));
            }
            double rounded =
                    new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
            return String.valueOf(Math.clamp(rounded, low, high));
        }

        private double bottom() {
            return isWhole ? low - 0.5 : low;
        }

        private double top() {
            return isWhole ? high + 0.5 : high;
        }

        private double scaled(double value) {
            return isLogarithmic ? StrictMath.log(value) : value;
        }

        @Override
        public String describe() {
            return low + " to " + high + (isLogarithmic ? " logarithmic" : "") + (isWhole ? " whole" : "")
                    + when.map(Condition::describe).orElse("");
        }
    }

    /**
     * One of several values without an order.
     *
     * @param name of the parameter
     * @param values at least two, all different
     * @param when when it applies
     */
    record Choice(String name, List<String> values, Optional<Condition> when) implements HyperParameter {
        /** Copies the list. */
        public Choice {
            values = List.copyOf(values);
            if (values.size() < 2 || values.stream().distinct().count() < values.size()) {
                throw new IllegalArgumentException(name + ": expected at least 2 different values, found " + values);
            }
        }

        @Override
        public Choice when(Condition condition) {
            return new Choice(name, values, Optional.of(condition));
        }

        @Override
        public boolean isValue(String text) {
            return values.contains(text);
        }

        @Override
        public String describe() {
            return String.join(" | ", values) + when.map(Condition::describe).orElse("");
        }
    }

    /** Returns a number from a range. */
    static Range number(String name, double low, double high) {
        return new Range(name, low, high, false, false, Optional.empty());
    }

    /** Returns a number from a range above 0, on a logarithmic scale. */
    static Range logarithmic(String name, double low, double high) {
        return new Range(name, low, high, true, false, Optional.empty());
    }

    /** Returns a whole number from a range. */
    static Range whole(String name, long low, long high) {
        return new Range(name, low, high, false, true, Optional.empty());
    }

    /** Returns one of several values. */
    static Choice choice(String name, String... values) {
        return new Choice(name, List.of(values), Optional.empty());
    }
}
