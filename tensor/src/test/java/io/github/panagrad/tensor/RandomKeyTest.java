package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random numbers as functions of key and position: repeatable, and as random as they should be. */
class RandomKeyTest {
    private static final RandomKey KEY = RandomKey.of(42);

    /** Numbers drawn in the tests of distributions. */
    private static final int DRAWN = 1 << 16;

    @Test
    void numbersDependOnKeyAndPositionAlone() {
        double late = KEY.uniform(1000);
        for (int i = 0; i < 100; i++) {
            KEY.uniform(i);
        }
        assertEquals(late, RandomKey.of(42).uniform(1000));
        assertNotEquals(late, RandomKey.of(43).uniform(1000));
        assertNotEquals(late, KEY.uniform(1001));
        assertEquals(Threefry.block(42, 1000), KEY.bits(1000));
    }

    @Test
    void foldsNameDifferentSequences() {
        Set<Long> keys = new HashSet<>();
        for (int step = 0; step < 100; step++) {
            for (int layer = 0; layer < 10; layer++) {
                RandomKey key = KEY.fold(step).fold(layer);
                assertEquals(key.bits(), RandomKey.fold(RandomKey.fold(42, step), layer));
                keys.add(key.bits());
            }
        }
        assertEquals(1000, keys.size());
        assertNotEquals(KEY.fold(1).fold(2), KEY.fold(2).fold(1));
    }

    /** Values of the numbers that the documentation promises: another generator would be another file format. */
    @Test
    void numbersStayTheSameForEver() {
        assertEquals(ThreefryTest.definition(42, 7, 20) >>> 11, (long) (KEY.uniform(7) * 0x1p53));
        long high = Math.multiplyHigh(ThreefryTest.definition(42, 7, 20) >>> 1, 2L * 1000);
        assertEquals(high, KEY.below(7, 1000));
    }

    @Test
    void uniformNumbersHaveTheirMomentsAndFillTheirBins() {
        double sum = 0;
        double squares = 0;
        double pairs = 0;
        int[] bins = new int[64];
        for (int i = 0; i < DRAWN; i++) {
            double u = KEY.uniform(i);
            assertTrue(u >= 0 && u < 1);
            assertEquals(u * 0x1p53, Math.rint(u * 0x1p53));
            sum += u;
            squares += u * u;
            pairs += u * KEY.uniform(i + 1);
            bins[(int) (u * 64)]++;
        }
        // Four standard deviations: sqrt(1/12), sqrt(4/45) and sqrt(7/144 + 2/48) over the root of the count.
        double root = Math.sqrt(DRAWN);
        assertEquals(0.5, sum / DRAWN, 4 * 0.289 / root);
        assertEquals(1.0 / 3, squares / DRAWN, 4 * 0.298 / root);
        assertEquals(0.25, pairs / DRAWN, 4 * 0.3 / root);
        assertTrue(chiSquare(bins, DRAWN) < 120, () -> "chi-square " + chiSquare(bins, DRAWN));
    }

    /** With 63 degrees of freedom above 120 once in 40,000 times. */
    private static double chiSquare(int[] bins, int drawn) {
        double expected = (double) drawn / bins.length;
        return Arrays.stream(bins)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
    }

    @Test
    void normalNumbersHaveTheirMomentsAndFillTheirBins() {
        double[] moments = new double[5];
        int[] quarters = new int[4];
        for (int i = 0; i < DRAWN; i++) {
            double x = KEY.normal(i);
            assertTrue(Double.isFinite(x));
            for (int k = 1; k <= 4; k++) {
                moments[k] += StrictMath.pow(x, k) / DRAWN;
            }
            quarters[x < -0.674489750196 ? 0 : x < 0 ? 1 : x < 0.674489750196 ? 2 : 3]++;
        }
        double root = Math.sqrt(DRAWN);
        assertEquals(0, moments[1], 4 / root);
        assertEquals(1, moments[2], 4 * Math.sqrt(2) / root);
        assertEquals(0, moments[3], 4 * Math.sqrt(15) / root);
        assertEquals(3, moments[4], 4 * Math.sqrt(96) / root);
        assertTrue(chiSquare(quarters, DRAWN) < 21, () -> "quarters " + Arrays.toString(quarters));
    }

    @Test
    void numbersBelowABoundAreEven() {
        int[] bins = new int[64];
        for (int i = 0; i < DRAWN; i++) {
            bins[KEY.below(i, 64)]++;
        }
        assertTrue(chiSquare(bins, DRAWN) < 120, () -> "chi-square " + chiSquare(bins, DRAWN));
        for (int bound : new int[] {1, 2, 3, 1000, Integer.MAX_VALUE}) {
            for (int i = 0; i < 1000; i++) {
                int drawn = KEY.below(i, bound);
                assertTrue(drawn >= 0 && drawn < bound);
            }
        }
        for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> KEY.below(0, bad));
        }
    }

    @Test
    void permutationsHaveEveryNumberOnce() {
        for (int size : new int[] {0, 1, 2, 3, 13, 207, 10_007}) {
            int[] order = new int[size];
            KEY.permute(order);
            int[] sorted = order.clone();
            Arrays.sort(sorted);
            assertArrayEquals(IntStream.range(0, size).toArray(), sorted);
            int[] again = new int[size];
            Arrays.fill(again, 99);
            KEY.permute(again);
            assertArrayEquals(order, again);
            if (size >= 13) {
                assertFalse(Arrays.equals(order, sorted));
                RandomKey.of(43).permute(again);
                assertFalse(Arrays.equals(order, again));
            }
        }
    }

    /** All 24 orders of four equally often: with 23 degrees of freedom above 64 once in 100,000 times. */
    @Test
    void permutationsAreEven() {
        int[] counts = new int[24];
        for (int i = 0; i < 12_000; i++) {
            int[] order = new int[4];
            KEY.fold(i).permute(order);
            int rank = 0;
            for (int a = 0; a < 4; a++) {
                int smaller = 0;
                for (int b = a + 1; b < 4; b++) {
                    smaller += order[b] < order[a] ? 1 : 0;
                }
                rank = rank * (4 - a) + smaller;
            }
            counts[rank]++;
        }
        assertTrue(chiSquare(counts, 12_000) < 64, () -> "chi-square " + chiSquare(counts, 12_000));
    }
}
