package io.github.panagrad.nn.quantile;

import java.util.Arrays;

/**
 * Numbers in order, each of which counts for several, or for a part of one. Weights that add up to less than the count of the numbers,
 * such as shares, are scaled up to it, because there would be nothing between the ranks otherwise. Immutable.
 */
public final class SortedNumbers {
    /** Beyond these magnitudes sums of weights could overflow, or be lost below the smallest number. */
    private static final double LARGE = 0x1p+40;

    private static final double SMALL = 0x1p-40;

    /** By so much of all of them sums of parts may be off; whole numbers of them are not. */
    private static final double ROUNDING = 1e-11;

    private final double[] different;

    /** How many numbers are not larger than each different one. */
    private final double[] upTo;

    /**
     * Sorts numbers.
     *
     * @param values read
     * @param weights how many numbers each counts for, positive; read
     */
    public SortedNumbers(double[] values, double[] weights) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] found = new double[sorted.length];
        int length = 0;
        for (double number : sorted) {
            if (length == 0 || number > found[length - 1]) {
                found[length++] = number;
            }
        }
        different = Arrays.copyOf(found, length);
        upTo = new double[length];
        double[] counts = counts(weights);
        for (int i = 0; i < values.length; i++) {
            // Comparisons take 0 and -0 for the same, searches do not.
            int at = Arrays.binarySearch(different, values[i]);
            upTo[at >= 0 ? at : Arrays.binarySearch(different, -values[i])] += counts[i];
        }
        for (int d = 1; d < length; d++) {
            upTo[d] += upTo[d - 1];
        }
    }

    /** Returns how many numbers each counts for. */
    private static double[] counts(double[] weights) {
        double largest = Arrays.stream(weights).max().orElse(1);
        double unit = largest >= SMALL && largest <= LARGE ? 1 : Math.scalb(1.0, -Math.getExponent(largest));
        double[] counts = Arrays.stream(weights).map(weight -> weight * unit).toArray();
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        double up = largest < SMALL || sum < counts.length ? counts.length / sum : 1;
        return up == 1 ? counts : Arrays.stream(counts).map(count -> count * up).toArray();
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return different.length == 0;
    }

    /** Returns how many numbers there are. */
    public double count() {
        return upTo[upTo.length - 1];
    }

    /** Returns the distinct numbers, growing. */
    public double[] different() {
        return different.clone();
    }

    /** Returns the number at a position from 0. */
    public double at(double position) {
        double after = position + ROUNDING * count();
        int low = 0;
        int high = different.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] > after) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return different[low];
    }

    /** Returns a quantile, interpolated between the two next numbers as NumPy does by default (type 7 of Hyndman and Fan). */
    public double quantile(double share) {
        double position = share * (count() - 1);
        double low = Math.floor(position);
        double part = position - low;
        return at(low) * (1 - part) + at(low + 1) * part;
    }

    /** Returns the share of numbers below one of the distinct numbers, its equals counted half. */
    public double middleRank(int index) {
        return ((index == 0 ? 0 : upTo[index - 1]) + upTo[index]) / 2.0 / count();
    }

    /** Returns the position of one of the distinct numbers among them. */
    public int indexOf(double number) {
        return Arrays.binarySearch(different, number);
    }
}
