package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.quantile.SortedNumbers;
import io.github.panagrad.pipeline.NumberCode;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Points between numbers and what their ranks become. */
final class QuantileKnots {
    /** The most points that ranks are interpolated between; as many as scikit-learn's QuantileTransformer has. */
    static final int MAX_KNOTS = 1000;

    private QuantileKnots() {}

    /**
     * Returns points from numbers to what their ranks become, or null if fewer than two are distinct.
     *
     * @param rank what a share in (0, 1) becomes; growing
     */
    static NumberCode.@Nullable Knots knots(SortedNumbers sorted, DoubleUnaryOperator rank) {
        double[] from = chosen(sorted);
        double[] to = new double[from.length];
        int length = 0;
        for (double number : from) {
            double code = rank.applyAsDouble(sorted.middleRank(sorted.indexOf(number)));
            if (length == 0 || code > to[length - 1]) {
                from[length] = number;
                to[length++] = code;
            }
        }
        return length < 2 ? null : new NumberCode.Knots(Arrays.copyOf(from, length), Arrays.copyOf(to, length));
    }

    /** Returns distinct numbers at even ranks; all of them if there are few. */
    private static double[] chosen(SortedNumbers sorted) {
        double[] different = sorted.different();
        if (different.length <= MAX_KNOTS) {
            return different;
        }
        double[] even = new double[MAX_KNOTS];
        for (int k = 0; k < MAX_KNOTS; k++) {
            even[k] = sorted.at(Math.floor(k * ((sorted.count() - 1) / (MAX_KNOTS - 1)) + 0.5));
        }
        return DoubleStream.of(even).distinct().toArray();
    }
}
