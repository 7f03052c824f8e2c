package io.github.panagrad.measure;

import java.util.Arrays;

/** Repeated measurements and their percentiles. Adding a value allocates nothing as long as there is room. */
final class Samples {
    private static final double NANOS = 1e-9;

    private long[] values = new long[1 << 10];
    private int count;

    /** Makes room for that many more values. */
    void reserve(int more) {
        if (count + more > values.length) {
            values = Arrays.copyOf(values, Math.max(2 * values.length, count + more));
        }
    }

    /** Adds one, for which there is room. */
    void add(long value) {
        values[count++] = value;
    }

    /** Calls something repeatedly for some time, at least once, and adds the nanoseconds of each call. */
    void time(Runnable call, double seconds) {
        long begin = System.nanoTime();
        long now;
        do {
            reserve(1);
            long before = System.nanoTime();
            call.run();
            now = System.nanoTime();
            add(now - before);
        } while ((now - begin) * NANOS < seconds);
    }

    void clear() {
        count = 0;
    }

    /**
     * Returns a percentile of the values.
     *
     * @param share in [0, 1]; 0.5 gives the median
     */
    long percentile(double share) {
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(share * count) - 1;
        return sorted[Math.clamp(index, 0, count - 1)];
    }

    long median() {
        return percentile(0.5);
    }
}
