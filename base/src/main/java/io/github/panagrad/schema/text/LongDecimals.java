package io.github.panagrad.schema.text;

import java.math.BigInteger;

/**
 * Rounds decimal numbers of many digits to the nearest {@code double}, without allocating: a product with 128 bits of a power of
 * five decides nearly always (Lemire, "Number Parsing at a Gigabyte per Second", Software: Practice and Experience 51, 2021).
 */
final class LongDecimals {
    /** The largest power of ten, and the smallest, negated. */
    static final int MAX_POWER = 64;

    /** The bits of a {@code double}'s mantissa. */
    private static final int MANTISSA = 53;

    /** A product is off by less than this in its last place: a truncated power, and two truncated products. */
    private static final long UNCERTAIN = 3;

    private static final int EXPONENT_BIAS = 1023;
    private static final int EXPONENT_SHIFT = 52;

    // The first 128 bits of the powers of five, and the power of two that their first bit is worth.
    private static final long[] HIGH = new long[2 * MAX_POWER + 1];
    private static final long[] LOW = new long[2 * MAX_POWER + 1];
    private static final int[] EXPONENTS = new int[2 * MAX_POWER + 1];

    static {
        for (int power = -MAX_POWER; power <= MAX_POWER; power++) {
            BigInteger five = BigInteger.valueOf(5).pow(Math.abs(power));
            int length = five.bitLength();
            BigInteger bits = power < 0
                    ? BigInteger.ONE.shiftLeft(2 * Long.SIZE - 1 + length).divide(five)
                    : five.shiftLeft(2 * Long.SIZE - length);
            HIGH[power + MAX_POWER] = bits.shiftRight(Long.SIZE).longValue();
            LOW[power + MAX_POWER] = bits.longValue();
            EXPONENTS[power + MAX_POWER] = power < 0 ? -length : length - 1;
        }
    }

    private LongDecimals() {}

    /**
     * Returns {@code digits 10^power}, rounded to the nearest; NaN if it is so near the middle of two that 128 bits do not
     * decide.
     *
     * @param digits not 0; unsigned
     * @param power from {@code -MAX_POWER} to {@link #MAX_POWER}
     */
    static double of(long digits, int power) {
        int zeros = Long.numberOfLeadingZeros(digits);
        long shifted = digits << zeros;
        int index = power + MAX_POWER;
        long product = shifted * HIGH[index];
        long high = Math.unsignedMultiplyHigh(shifted, HIGH[index]);
        long low = product + Math.unsignedMultiplyHigh(shifted, LOW[index]);
        high += Long.compareUnsigned(low, product) < 0 ? 1 : 0;
        int below = Long.SIZE - MANTISSA - (high < 0 ? 0 : 1);
        long half = 1L << (below - 1);
        long rest = high & (2 * half - 1);
        if ((rest == half && Long.compareUnsigned(low, UNCERTAIN) <= 0)
                || (rest == half - 1 && Long.compareUnsigned(low, -UNCERTAIN) >= 0)) {
            return Double.NaN;
        }
        long mantissa = (high >>> below) + (rest >= half ? 1 : 0);
        // The high half counts units of 2^(exponent + 1) of the power of five.
        int exponent = below + EXPONENTS[index] + 1 + power - zeros;
        return mantissa * Double.longBitsToDouble((long) (exponent + EXPONENT_BIAS) << EXPONENT_SHIFT);
    }
}
