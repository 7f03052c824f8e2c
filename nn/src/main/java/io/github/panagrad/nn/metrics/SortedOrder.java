package io.github.panagrad.nn.metrics;

/** Sorts indices by value (argsort), in linear time, by a radix sort on the bits of the values. */
final class SortedOrder {
    private static final int DIGIT_BITS = 11;
    private static final int BUCKETS = 1 << DIGIT_BITS;

    private SortedOrder() {}

    /**
     * Returns the positions of the values in ascending order. The sort is stable, and 0 and -0 are equal.
     *
     * @param values must not contain NaN; read
     */
    static int[] ascending(double[] values) {
        int count = values.length;
        long[] keys = new long[count];
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            keys[i] = key(values[i]);
            order[i] = i;
        }
        long[] nextKeys = new long[count];
        int[] nextOrder = new int[count];
        for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
            int[] starts = starts(keys, shift);
            // If all values have the same digit, like the low digits of float32 values, nothing moves.
            if (starts.length == 0) {
                continue;
            }
            for (int i = 0; i < count; i++) {
                int to = starts[digit(keys[i], shift)]++;
                nextKeys[to] = keys[i];
                nextOrder[to] = order[i];
            }
            long[] keysBefore = keys;
            keys = nextKeys;
            nextKeys = keysBefore;
            int[] orderBefore = order;
            order = nextOrder;
            nextOrder = orderBefore;
        }
        return order;
    }

    /** Returns the first position of the values with each digit, or an empty array if all have the same digit. */
    private static int[] starts(long[] keys, int shift) {
        int[] starts = new int[BUCKETS];
        for (long key : keys) {
            starts[digit(key, shift)]++;
        }
        int sum = 0;
        for (int b = 0; b < BUCKETS; b++) {
            int size = starts[b];
            if (size == keys.length) {
                return new int[0];
            }
            starts[b] = sum;
            sum += size;
        }
        return starts;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & (BUCKETS - 1);
    }

    /**
     * Returns an unsigned key with the same order as the values: all bits of negative values are inverted, of others
     * only the sign.
     */
    private static long key(double value) {
        // Adding 0 turns -0 into 0.
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ ((bits >> (Long.SIZE - 1)) | Long.MIN_VALUE);
    }
}
