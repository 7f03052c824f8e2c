package io.github.panagrad.schema;

import io.github.panagrad.error.Quoted;
import java.util.List;

/**
 * How the numbers of a column are written, where that is not the usual way. A value.
 *
 * <p>Where there is a prefix or a suffix each number has it. Where anything but the marks of missing values is unusual, a number in
 * parentheses is negative, as in accounting.
 *
 * @param prefix what precedes each number, such as {@code $}; or empty
 * @param suffix what follows each number, such as {@code %}; or empty
 * @param thousands the character that may separate groups of three digits; or empty
 * @param decimal the sign before the fraction: a point or a comma
 * @param missing texts that mark a missing value in this column alone
 */
public record NumberForm(String prefix, String suffix, String thousands, String decimal, List<String> missing) {
    /** The sign before the fraction that numbers have where nothing else is said. */
    public static final String POINT = ".";

    /** The other one. */
    public static final String COMMA = ",";

    /** Plain numbers. */
    public static final NumberForm PLAIN = new NumberForm("", "", "", List.of());

    /** Checks the separators. */
    public NumberForm {
        missing = List.copyOf(missing);
        if (thousands.length() > 1 || thousands.chars().anyMatch(c -> (c >= '0' && c <= '9') || c == '-')) {
            throw new IllegalArgumentException("thousands: expected one character that separates groups of digits,"
                    + " other than a digit or a minus, found " + Quoted.of(thousands));
        }
        if (!decimal.equals(POINT) && !decimal.equals(COMMA)) {
            throw new IllegalArgumentException("decimal: expected . or , found " + Quoted.of(decimal));
        }
        if (thousands.equals(decimal)) {
            throw new IllegalArgumentException(
                    "thousands and decimal must differ, found " + Quoted.of(decimal) + " for both");
        }
    }

    /** Makes a form with a decimal point. */
    public NumberForm(String prefix, String suffix, String thousands, List<String> missing) {
        this(prefix, suffix, thousands, POINT, missing);
    }

    /** Returns these numbers with other marks of missing values. */
    public NumberForm withMissing(List<String> value) {
        return new NumberForm(prefix, suffix, thousands, decimal, value);
    }

    /** Returns whether fractions follow a comma. */
    public boolean hasCommas() {
        return decimal.equals(COMMA);
    }

    /** Returns whether each number has a prefix or a suffix. */
    public boolean isDressed() {
        return !prefix.isEmpty() || !suffix.isEmpty();
    }
}
