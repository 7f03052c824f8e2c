package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the values of options; every message names the option, what was expected and what was found. */
public final class Values {
    private Values() {}

    /** Returns what the constructor of a checked value makes; its error message becomes one about an option. */
    public static <T> T checked(String option, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(option + ": " + e.getMessage(), e);
        }
    }

    /** Requires a number of at least some minimum. */
    static int atLeast(String option, int minimum, int value) {
        if (value < minimum) {
            throw new InvalidInputException(option + " must be at least " + minimum + ", found " + value);
        }
        return value;
    }

    /** Requires a number of at least some minimum. */
    static long atLeast(String option, long minimum, long value) {
        if (value < minimum) {
            throw new InvalidInputException(option + " must be at least " + minimum + ", found " + value);
        }
        return value;
    }

    /** Requires a number within a range. */
    static int within(String option, int minimum, int maximum, int value) {
        if (value < minimum || value > maximum) {
            throw new InvalidInputException(
                    option + " must be from " + minimum + " to " + maximum + ", found " + value);
        }
        return value;
    }

    /** Requires a finite number. */
    static double finite(String option, double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidInputException(option + " must be a finite number, found " + value);
        }
        return value;
    }

    /** Requires a finite number above 0. */
    static double positive(String option, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new InvalidInputException(option + " must be a positive, finite number, found " + value);
        }
        return value;
    }

    /** Requires a finite number that is not below 0. */
    static double notNegative(String option, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new InvalidInputException(option + " must be a finite number and not negative, found " + value);
        }
        return value;
    }

    /** Requires a number in [0, 1). */
    static double share(String option, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new InvalidInputException(option + " must be at least 0 and below 1, found " + value);
        }
        return value;
    }

    /** Reads whole numbers, separated by commas. */
    static List<Integer> wholeNumbers(String option, String text) {
        return list(option, text, "a whole number", Integer::valueOf);
    }

    /** Reads a whole number within a range, or a word in its place, for which it returns nothing. */
    static OptionalInt wholeNumberOr(String word, String option, int minimum, int maximum, String text) {
        if (text.equals(word)) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text);
            return OptionalInt.of(
                    maximum == Integer.MAX_VALUE
                            ? atLeast(option, minimum, number)
                            : within(option, minimum, maximum, number));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    option + " " + Quoted.bare(text) + ": expected a whole number, or " + word, e);
        }
    }

    /** Reads numbers, separated by commas. */
    static List<Double> numbers(String option, String text) {
        return list(option, text, "a number", Double::valueOf);
    }

    private static <T> List<T> list(String option, String text, String expected, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            try {
                values.add(parser.apply(part.strip()));
            } catch (NumberFormatException e) {
                throw new InvalidInputException(
                        option + " " + Quoted.bare(text) + ": expected " + expected + ", found "
                                + Quoted.of(part.strip()),
                        e);
            }
        }
        return values;
    }

    /** Returns the one of several values with a given name. */
    static <T> T named(String option, String text, List<T> values, Function<T, String> name) {
        return values.stream()
                .filter(value -> name.apply(value).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> unknown(option, text, values.stream().map(name).toList()));
    }

    static InvalidInputException unknown(String option, String text, List<String> known) {
        return new InvalidInputException(
                option + ": expected one of " + String.join(", ", known) + ", found " + Quoted.of(text));
    }

    /** Splits {@code name:rest} into its two parts; without colon the rest is empty. */
    static String[] nameAndRest(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new String[] {text, ""} : new String[] {text.substring(0, colon), text.substring(colon + 1)};
    }
}
