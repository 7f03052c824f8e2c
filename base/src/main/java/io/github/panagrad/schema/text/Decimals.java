package io.github.panagrad.schema.text;

/**
 * Parses decimal numbers from characters, to the same bits as {@link Double#parseDouble(String)}, and without allocating unless
 * they have more than 18 digits or are very large or small.
 */
public final class Decimals {
    /** The largest integer below which all are exact in a double. */
    private static final long MAX_EXACT = 1L << 53;

    /** Any number with this many digits fits into a long. */
    private static final int SAFE_DIGITS = 18;

    /** Above this another digit could overflow. */
    private static final long MAX_DIGITS = Long.MAX_VALUE / 10 - 1;

    /** The powers of ten that are exact in a double. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private Decimals() {}

    /**
     * Returns the number in a range of characters, ignoring surrounding spaces; NaN if they are not a decimal number
     * with an optional fraction and exponent. Beyond the range of {@code double} it is infinite.
     */
    public static double parse(char[] text, int offset, int length) {
        int to = offset + length;
        int i = offset;
        while (i < to && text[i] == ' ') {
            i++;
        }
        boolean negative = i < to && text[i] == '-';
        i += negative ? 1 : 0;
        int first = i;
        long digits = 0;
        while (i < to && (char) (text[i] - '0') <= 9) {
            digits = digits * 10 + (text[i++] - '0');
        }
        int count = i - first;
        int scale = 0;
        if (i < to && text[i] == '.') {
            first = ++i;
            while (i < to && (char) (text[i] - '0') <= 9) {
                digits = digits * 10 + (text[i++] - '0');
            }
            scale = i - first;
            count += scale;
        }
        // With so few digits there is no overflow.
        if (i == to && count > 0 && count <= SAFE_DIGITS && digits <= MAX_EXACT) {
            // One correctly rounded division of exact numbers, as below.
            double value = digits / POWERS[scale];
            return negative ? -value : value;
        }
        return parseAny(text, offset, length);
    }

    /** The same for numbers of any form. */
    private static double parseAny(char[] text, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && text[from] <= ' ') {
            from++;
        }
        while (to > from && text[to - 1] <= ' ') {
            to--;
        }
        int i = from;
        boolean negative = i < to && text[i] == '-';
        if (i < to && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        long digits = 0;
        int scale = 0;
        int first = i;
        int point = -1;
        boolean exact = true;
        for (; i < to; i++) {
            char c = text[i];
            if (c == '.' && point < 0) {
                point = i;
            } else if (c >= '0' && c <= '9') {
                exact &= digits <= MAX_DIGITS;
                digits = digits * 10 + (c - '0');
                scale += point < 0 ? 0 : 1;
            } else {
                break;
            }
        }
        if (i - first == (point < 0 ? 0 : 1)) {
            return Double.NaN;
        }
        int exponent = 0;
        if (i < to) {
            exponent = exponent(text, i, to);
            if (exponent == Integer.MIN_VALUE) {
                return Double.NaN;
            }
        }
        int power = exponent - scale;
        if (exact && digits <= MAX_EXACT && Math.abs(power) < POWERS.length) {
            // One correctly rounded operation on exact numbers (Clinger, "How to Read Floating Point Numbers
            // Accurately", PLDI 1990).
            double value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
            return negative ? -value : value;
        }
        if (exact && digits != 0 && Math.abs(power) <= LongDecimals.MAX_POWER) {
            double value = LongDecimals.of(digits, power);
            if (!Double.isNaN(value)) {
                return negative ? -value : value;
            }
        }
        return Double.parseDouble(new String(text, from, to - from));
    }

    /** Parses the exponent that starts with an {@code e}, clamped to a few thousand; MIN_VALUE if it is malformed. */
    private static int exponent(char[] text, int from, int to) {
        if (text[from] != 'e' && text[from] != 'E') {
            return Integer.MIN_VALUE;
        }
        int i = from + 1;
        boolean negative = i < to && text[i] == '-';
        if (i < to && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        if (i == to) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return Integer.MIN_VALUE;
            }
            // Far beyond what the fast path handles; parseDouble then reads the whole number.
            value = Math.min(value * 10 + (text[i] - '0'), 10_000);
        }
        return negative ? -value : value;
    }
}
