package io.github.panagrad.table.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predicts the target from a single column: of texts, what rows with the same text have; of numbers, what the rows around have. The
 * most frequent class stands for rows with classes, the mean for those with values. Missing values are a group of their own. Immutable.
 */
final class ColumnRule {
    /** A text must be in so many rows. */
    private static final int TEXT_ROWS = 2;

    /** With three rows a group has a majority, and a boundary between classes costs a row or two. */
    private static final int CLASS_ROWS = 3;

    private static final int VALUE_ROWS = 8;
    private static final int VALUE_GROUPS = 128;

    private final boolean isText;
    private final boolean isClasses;

    /** Where groups of numbers are, growing, or the texts' numbers; and what is predicted there. */
    private final double[] places;

    private final double[] predictions;
    private final double ofMissing;
    private final double otherwise;

    /** Some rows that are near each other, and what is predicted for them. */
    private record Group(double place, double prediction) {}

    /** What is predicted for rows at positions from one to before another. */
    private interface Summary {
        double of(int[] order, int from, int to);
    }

    private ColumnRule(double[] x, double[] y, boolean isText, boolean isClasses, int least, Summary summary) {
        this.isText = isText;
        this.isClasses = isClasses;
        int[] missing =
                IntStream.range(0, x.length).filter(i -> Double.isNaN(x[i])).toArray();
        int[] order = IntStream.range(0, x.length)
                .filter(i -> !Double.isNaN(x[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> x[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] all = IntStream.range(0, y.length).toArray();
        otherwise = summary.of(all, 0, all.length);
        ofMissing = missing.length < TEXT_ROWS ? otherwise : summary.of(missing, 0, missing.length);
        List<Group> groups = new ArrayList<>();
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length
                    && (to == from || (!isText && to - from < least) || x[order[to]] == x[order[to - 1]])) {
                to++;
            }
            int end = to;
            int start = from;
            double place = isText
                    ? x[order[from]]
                    : isClasses
                            ? x[order[end - 1]]
                            : IntStream.range(start, end)
                                    .mapToDouble(i -> x[order[i]])
                                    .average()
                                    .orElse(0);
            if (!isText || end - start >= TEXT_ROWS) {
                groups.add(new Group(place, summary.of(order, from, to)));
            }
            from = to;
        }
        places = groups.stream().mapToDouble(Group::place).toArray();
        predictions = groups.stream().mapToDouble(Group::prediction).toArray();
    }

    /**
     * Learns classes.
     *
     * @param x numbers, NaN where they are missing; or the numbers of texts
     * @param y the classes
     */
    static ColumnRule ofClasses(double[] x, double[] y, boolean isText, int classes) {
        return new ColumnRule(x, y, isText, true, CLASS_ROWS, (order, from, to) -> {
            double[] own =
                    IntStream.range(from, to).mapToDouble(i -> y[order[i]]).toArray();
            return mostFrequent(own, classes);
        });
    }

    /** Learns values. */
    static ColumnRule ofValues(double[] x, double[] y, boolean isText) {
        int least = Math.max(VALUE_ROWS, x.length / VALUE_GROUPS);
        return new ColumnRule(
                x,
                y,
                isText,
                false,
                least,
                (order, from, to) -> IntStream.range(from, to)
                        .mapToDouble(i -> y[order[i]])
                        .average()
                        .orElse(0));
    }

    /** Returns the most frequent class. */
    static double mostFrequent(double[] y, int classes) {
        if (y.length <= CLASS_ROWS) {
            // Without a count for each class, of which there may be many.
            double best = y.length == 0 ? 0 : y[0];
            for (int i = 1; i < y.length; i++) {
                for (int j = 0; j < i; j++) {
                    best = y[i] == y[j] ? y[i] : best;
                }
            }
            return best;
        }
        int[] counts = new int[classes];
        for (double label : y) {
            counts[(int) label]++;
        }
        return IntStream.range(0, classes)
                .boxed()
                .max(Comparator.comparingInt(k -> counts[k]))
                .orElse(0);
    }

    double predict(double x) {
        if (Double.isNaN(x)) {
            return ofMissing;
        }
        int at = Arrays.binarySearch(places, x);
        if (isText) {
            return at >= 0 ? predictions[at] : otherwise;
        }
        if (places.length == 0) {
            return otherwise;
        }
        int next = at >= 0 ? at : -at - 1;
        if (isClasses) {
            return predictions[Math.min(next, places.length - 1)];
        }
        if (places.length == 1) {
            return predictions[0];
        }
        int low = Math.clamp(next - 1L, 0, places.length - 2);
        double slope = (predictions[low + 1] - predictions[low]) / (places[low + 1] - places[low]);
        return predictions[low] + slope * (x - places[low]);
    }
}
