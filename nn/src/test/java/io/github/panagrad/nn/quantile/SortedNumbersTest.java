package io.github.panagrad.nn.quantile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.RandomKey;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedNumbersTest {
    private static final RandomKey KEY = RandomKey.of(31);

    /** NumPy's default: numpy.quantile([3, 1, 2, 10], [0, .25, .5, .6, 1]). */
    @Test
    void quantilesAreThoseOfNumPy() {
        SortedNumbers sorted = new SortedNumbers(new double[] {3, 1, 2, 10}, new double[] {1, 1, 1, 1});
        double[] found =
                DoubleStream.of(0, 0.25, 0.5, 0.6, 1).map(sorted::quantile).toArray();
        assertArrayEquals(new double[] {1, 1.75, 2.5, 2.8, 10}, found, 1e-15);
    }

    @Test
    void aWeightIsSoManyNumbers() {
        for (int trial = 0; trial < 200; trial++) {
            long base = 1000L * trial;
            int count = 1 + KEY.below(base, 30);
            double[] values = IntStream.range(0, count)
                    .mapToDouble(i -> KEY.below(base + 1 + i, 12) - 6)
                    .toArray();
            double[] weights = IntStream.range(0, count)
                    .mapToDouble(i -> 1 + KEY.below(base + 100 + i, 5))
                    .toArray();
            double[] repeated = IntStream.range(0, count)
                    .boxed()
                    .flatMapToDouble(i -> DoubleStream.generate(() -> values[i]).limit((long) weights[i]))
                    .toArray();
            double[] ones = new double[repeated.length];
            Arrays.fill(ones, 1);
            SortedNumbers weighted = new SortedNumbers(values, weights);
            SortedNumbers plain = new SortedNumbers(repeated, ones);
            assertEquals(plain.count(), weighted.count());
            for (double share = 0; share <= 1; share += 0.01) {
                assertEquals(plain.quantile(share), weighted.quantile(share), 1e-12);
            }
            for (int d = 0; d < weighted.different().length; d++) {
                assertEquals(plain.middleRank(d), weighted.middleRank(d), 1e-12);
            }
        }
    }

    /** Shares that add up to 1, and weights that a sum could lose, count for as many numbers as there are. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.01, 1e-12, 1e-300, Double.MIN_NORMAL, 1e300})
    void smallWeightsAreScaledUp(double weight) {
        double[] values = IntStream.range(0, 100).mapToDouble(i -> i * 37 % 100).toArray();
        double[] weights = new double[100];
        Arrays.fill(weights, weight);
        SortedNumbers sorted = new SortedNumbers(values, weights);
        assertEquals(0, sorted.quantile(0));
        assertEquals(49.5, sorted.quantile(0.5), 1.0);
        assertEquals(99, sorted.quantile(1), 1e-9);
        assertTrue(sorted.count() > 99.999, () -> "count " + sorted.count());
    }

    @Test
    void noneAreEmpty() {
        assertTrue(new SortedNumbers(new double[0], new double[0]).isEmpty());
        assertEquals(-0.0, new SortedNumbers(new double[] {-0.0, 0.0}, new double[] {1, 1}).at(1));
    }
}
