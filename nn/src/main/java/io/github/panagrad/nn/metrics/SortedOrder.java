package io.github.panagrad.nn.metrics;

/** The order of numbers by size, in linear time: a radix sort on their bits. */
final class SortedOrder {
    private static final int DIGIT_BITS = 11;
    private static final int BUCKETS = 1 << DIGIT_BITS;

    private SortedOrder() {}

    /**
     * Returns the positions of numbers, the smallest number's first; equal numbers keep their order, and 0 and -0 are equal.
     *
     * @param values no NaN; read
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
            // Where all numbers have the same digit, as the low ones of float32 have, nothing moves.
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

    /** Where the numbers with each digit begin, or nothing if all have the same. */
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

    /** Unsigned, in the order of the numbers: all bits of a negative one are turned, of others the sign. */
    private static long key(double value) {
        // Adding makes -0 a 0.
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ ((bits >> (Long.SIZE - 1)) | Long.MIN_VALUE);
    }
}
