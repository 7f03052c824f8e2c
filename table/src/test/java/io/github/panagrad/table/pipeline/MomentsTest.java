package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.pipeline.NumberSummary;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mean and deviation against decimal arithmetic of 60 digits. */
class MomentsTest {
    private static final MathContext DIGITS = new MathContext(60);

    @ParameterizedTest
    @CsvSource({"0, 1", "1e9, 1", "-1e15, 3", "0, 1e300", "1e305, 1e304", "0, 1e-300", "5, 1e-200", "1e-310, 1e-312"})
    void agreeWithDecimalArithmetic(double centre, double spread) {
        Random random = new Random(11);
        double[] values =
                random.doubles(1307).map(x -> centre + spread * (x - 0.5)).toArray();
        NumberSummary summary = summary(values, 207);

        BigDecimal sum = BigDecimal.ZERO;
        for (double value : values) {
            sum = sum.add(new BigDecimal(value));
        }
        BigDecimal mean = sum.divide(BigDecimal.valueOf(values.length), DIGITS);
        BigDecimal squares = BigDecimal.ZERO;
        for (double value : values) {
            squares = squares.add(new BigDecimal(value).subtract(mean).pow(2), DIGITS);
        }
        double deviation = squares.divide(BigDecimal.valueOf(values.length), DIGITS)
                .sqrt(DIGITS)
                .doubleValue();

        double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
        // Subnormal numbers have fewer digits.
        double tolerance = Math.max(largest * 1e-14, 4 * Double.MIN_VALUE);
        assertEquals(mean.doubleValue(), summary.mean(), tolerance);
        assertEquals(deviation, summary.deviation(), Math.max(deviation * 1e-9, tolerance * 1e-2));
    }

    @Test
    void missingValuesCountButDoNotMatter() {
        NumberSummary summary = summary(new double[] {Double.NaN, 4, Double.NaN, 8}, 3);
        assertEquals(new NumberSummary(2, 2, 6, 2, 4, 8), summary);
    }

    private static NumberSummary summary(double[] values, int blockLength) {
        double unit = moments(values, blockLength, 1).fittingUnit();
        return moments(values, blockLength, unit).summary();
    }

    private static Moments moments(double[] values, int blockLength, double unit) {
        Moments moments = new Moments(unit);
        for (int from = 0; from < values.length; from += blockLength) {
            double[] block = Arrays.copyOfRange(values, from, Math.min(values.length, from + blockLength));
            double[] ones = new double[block.length];
            Arrays.fill(ones, 1);
            assertEquals(-1, moments.add(block, ones, block.length));
        }
        return moments;
    }
}
