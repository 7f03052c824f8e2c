package io.github.panagrad.tensor.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The vector functions at the ends of their range, and the same bits inside registers and behind them. */
class VectorMathSpecialTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private interface Run {
        void over(MemorySegment x, long from, int n);
    }

    /** Computes a number in each place of two registers and behind them, which must give the same bits. */
    private float single(Run function, float argument) {
        int n = 3 * LanesF32.LANES - 1;
        MemorySegment x = slab.allocateBytes(4L * n);
        IntStream.range(0, n).forEach(i -> x.setAtIndex(ValueLayout.JAVA_FLOAT, i, argument));
        function.over(x, 0, n);
        float first = x.getAtIndex(ValueLayout.JAVA_FLOAT, 0);
        for (int i = 1; i < n; i++) {
            assertEquals(
                    Float.floatToIntBits(first), Float.floatToIntBits(x.getAtIndex(ValueLayout.JAVA_FLOAT, i)), "" + i);
        }
        return first;
    }

    private double twice(Run function, double argument) {
        int n = 3 * LanesF64.LANES - 1;
        MemorySegment x = slab.allocateBytes(8L * n);
        IntStream.range(0, n).forEach(i -> x.setAtIndex(ValueLayout.JAVA_DOUBLE, i, argument));
        function.over(x, 0, n);
        double first = x.getAtIndex(ValueLayout.JAVA_DOUBLE, 0);
        for (int i = 1; i < n; i++) {
            assertEquals(
                    Double.doubleToLongBits(first),
                    Double.doubleToLongBits(x.getAtIndex(ValueLayout.JAVA_DOUBLE, i)),
                    "" + i);
        }
        return first;
    }

    @Test
    void floatDecay() {
        Run decay = VectorMathF32::decay;
        assertEquals(1f, single(decay, 0f));
        assertEquals(1f, single(decay, -0f));
        assertEquals(1f, single(decay, Float.MIN_VALUE));
        assertEquals(-1f, single(decay, -Float.MIN_NORMAL));
        assertEquals(0f, single(decay, (float) INFINITY));
        assertEquals(-0f, single(decay, (float) -INFINITY));
        assertEquals(0f, single(decay, Float.MAX_VALUE));
        assertEquals(Float.NaN, single(decay, Float.NaN));
        // The last normal result, and the first that would be subnormal.
        assertTrue(single(decay, 87.33654f) >= Float.MIN_NORMAL);
        assertEquals(0f, single(decay, Math.nextUp(87.33654f)));
        assertEquals(-0f, single(decay, -87.34f));
    }

    @Test
    void doubleDecay() {
        Run decay = VectorMathF64::decay;
        assertEquals(1, twice(decay, 0));
        assertEquals(1, twice(decay, -0.0));
        assertEquals(1, twice(decay, Double.MIN_VALUE));
        assertEquals(-1, twice(decay, -Double.MIN_NORMAL));
        assertEquals(0, twice(decay, INFINITY));
        assertEquals(-0.0, twice(decay, -INFINITY));
        assertEquals(0, twice(decay, Double.MAX_VALUE));
        assertEquals(Double.NaN, twice(decay, Double.NaN));
        assertTrue(twice(decay, 708.396418532264) >= Double.MIN_NORMAL);
        assertEquals(0, twice(decay, 708.3964185322642));
        assertEquals(-0.0, twice(decay, -708.4));
    }

    @Test
    void floatTanh() {
        Run tanh = VectorMathF32::tanh;
        for (float same : new float[] {0, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, 1e-20f, -1e-9f}) {
            assertEquals(same, single(tanh, same));
        }
        for (float large : new float[] {10, 20, 21, 88, 1e10f, Float.MAX_VALUE, (float) INFINITY}) {
            assertEquals(1f, single(tanh, large));
            assertEquals(-1f, single(tanh, -large));
        }
        assertEquals(Float.NaN, single(tanh, Float.NaN));
    }

    @Test
    void doubleTanh() {
        Run tanh = VectorMathF64::tanh;
        for (double same : new double[] {0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, 1e-300, -1e-20}) {
            assertEquals(same, twice(tanh, same));
        }
        for (double large : new double[] {20, 21, 88, 1000, Double.MAX_VALUE, INFINITY}) {
            assertEquals(1, twice(tanh, large));
            assertEquals(-1, twice(tanh, -large));
        }
        assertEquals(Double.NaN, twice(tanh, Double.NaN));
    }

    @Test
    void whatIsBehindARegisterHasItsBits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            double argument = Math.pow(10, 6 * random.nextDouble() - 3) * (random.nextBoolean() ? 1 : -1);
            single(VectorMathF32::decay, (float) argument);
            single(VectorMathF32::tanh, (float) argument);
            twice(VectorMathF64::decay, argument);
            twice(VectorMathF64::tanh, argument);
        }
    }

    @Test
    void logarithmsOfTheEnds() {
        MemorySegment x = slab.allocateBytes(64 * 8);
        for (int n : new int[] {0, 1, 3, 13, 17, 63}) {
            x.fill((byte) 0);
            assertEquals(0f, VectorMathF32.sumOfLogarithms(x, 0, n));
            assertEquals(0, VectorMathF64.sumOfLogarithms(x, 0, n));
            for (int i = 0; i < n; i++) {
                x.setAtIndex(ValueLayout.JAVA_DOUBLE, i, i % 2 == 0 ? 1 : -1);
            }
            assertEquals(n * StrictMath.log(2), VectorMathF64.sumOfLogarithms(x, 0, n), n * 1e-15);
            for (int i = 0; i < n; i++) {
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, i % 2 == 0 ? 1 : -1);
            }
            assertEquals(n * StrictMath.log(2), VectorMathF32.sumOfLogarithms(x, 0, n), n * 1e-6);
            x.setAtIndex(ValueLayout.JAVA_FLOAT, Math.max(0, n - 1), Float.NaN);
            assertEquals(n == 0 ? 0f : Float.NaN, VectorMathF32.sumOfLogarithms(x, 0, n));
        }
    }
}
