package io.github.panagrad.nn;

import io.github.panagrad.nn.exchange.GradientExchange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the workers of a training what each of them has, between steps.
 *
 * @param exchange with the other workers; null if there are none
 */
record Telling(@Nullable GradientExchange exchange) {
    /** Returns the number of every worker. */
    long[] numbers(long mine) {
        byte[][] all = same(ByteBuffer.allocate(Long.BYTES).putLong(mine).array());
        long[] numbers = new long[all.length];
        for (int w = 0; w < all.length; w++) {
            numbers[w] = ByteBuffer.wrap(all[w]).getLong();
        }
        return numbers;
    }

    /** Returns the bytes of every worker, which may be of different numbers. */
    byte[][] bytes(byte[] mine) {
        long[] lengths = numbers(mine.length);
        int longest = 0;
        for (long length : lengths) {
            longest = Math.max(longest, (int) length);
        }
        byte[][] all = same(Arrays.copyOf(mine, longest));
        for (int w = 0; w < all.length; w++) {
            all[w] = Arrays.copyOf(all[w], (int) lengths[w]);
        }
        return all;
    }

    /** Returns the lists of every worker, one after the other. */
    double[] concatenated(double[] mine) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(mine.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asDoubleBuffer().put(mine);
        List<double[]> all = new ArrayList<>();
        int length = 0;
        for (byte[] bytes : bytes(buffer.array())) {
            double[] numbers = new double[bytes.length / Double.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(numbers);
            all.add(numbers);
            length = Math.addExact(length, numbers.length);
        }
        double[] joined = new double[length];
        int at = 0;
        for (double[] numbers : all) {
            System.arraycopy(numbers, 0, joined, at, numbers.length);
            at += numbers.length;
        }
        return joined;
    }

    /** The bytes of every worker, each as many as mine. */
    private byte[][] same(byte[] mine) {
        GradientExchange others = exchange;
        if (others == null) {
            return new byte[][] {mine};
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment own = arena.allocate(mine.length, Long.BYTES);
            MemorySegment.copy(mine, 0, own, ValueLayout.JAVA_BYTE, 0, mine.length);
            MemorySegment all = arena.allocate((long) mine.length * others.workers(), Long.BYTES);
            others.gather(own, all);
            byte[][] each = new byte[others.workers()][];
            for (int w = 0; w < each.length; w++) {
                each[w] = all.asSlice((long) w * mine.length, mine.length).toArray(ValueLayout.JAVA_BYTE);
            }
            return each;
        }
    }
}
