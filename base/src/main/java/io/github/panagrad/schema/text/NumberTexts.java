package io.github.panagrad.schema.text;

import java.math.BigInteger;

/** The texts of numbers that are categories: whole numbers without a fraction, as in text files. */
public final class NumberTexts {
    /** Below this all whole numbers are exact, and are written without an exponent. */
    private static final double MAX_WHOLE = 1e15;

    private NumberTexts() {}

    /** Returns the text of a number: in full, without a fraction of zero. */
    public static String of(double value) {
        return isWhole(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Returns the text of a number with the digits of float32: 0.1 is {@code 0.1}. */
    public static String of(float value) {
        return isWhole(value) ? Long.toString((long) value) : Float.toString(value);
    }

    /** Returns the text of a number of any type. */
    public static String of(Number number) {
        return switch (number) {
            case Float value -> of(value.floatValue());
            case Byte _, Short _, Integer _, Long _, BigInteger _ -> number.toString();
            default -> of(number.doubleValue());
        };
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) < MAX_WHOLE;
    }
}
