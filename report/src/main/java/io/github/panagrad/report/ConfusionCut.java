package io.github.panagrad.report;

import io.github.panagrad.nn.metrics.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of a confusion table that can be shown: all of it, or the classes that are confused most.
 *
 * @param total the number of classes of the whole table
 * @param classes the names of those shown
 * @param counts rows by true and predicted class, of those shown
 * @param totals rows by true class, whatever was predicted
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
record ConfusionCut(int total, List<String> classes, long[][] counts, long[] totals) {
    /** More would not fit on a page. */
    static final int MOST_CLASSES = 20;

    /** A true class and the class it is mistaken for. */
    record Mistake(int actual, int predicted, long rows) {}

    /** Selects the part of a table to show. */
    static ConfusionCut of(List<String> names, ConfusionMatrix table) {
        int[] shown = IntStream.range(0, names.size()).toArray();
        if (names.size() > MOST_CLASSES) {
            long[] wrong = new long[names.size()];
            table.forEachCell((a, p, count) -> {
                if (a != p) {
                    wrong[a] += Math.round(count);
                    wrong[p] += Math.round(count);
                }
            });
            shown = IntStream.range(0, names.size())
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer c) -> -wrong[c]))
                    .limit(MOST_CLASSES)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }
        long[][] counts = new long[shown.length][shown.length];
        long[] totals = new long[shown.length];
        int[] chosen = shown;
        table.forEachCell((a, p, count) -> {
            int row = Arrays.binarySearch(chosen, a);
            int column = Arrays.binarySearch(chosen, p);
            if (row >= 0) {
                totals[row] += Math.round(count);
                if (column >= 0) {
                    counts[row][column] = Math.round(count);
                }
            }
        });
        return new ConfusionCut(
                names.size(), Arrays.stream(chosen).mapToObj(names::get).toList(), counts, totals);
    }

    /** Returns the share of a class' rows that are predicted to be of another; 0 if it has no rows. */
    double share(int actual, int predicted) {
        return totals[actual] == 0 ? 0 : (double) counts[actual][predicted] / totals[actual];
    }

    /** Returns whether not all classes are shown. */
    boolean isCut() {
        return classes.size() < total;
    }

    /** Returns a sentence about the classes shown. */
    String summary() {
        return isCut()
                ? "The " + classes.size() + " most confused of " + total + " classes; the other columns are not shown."
                : "All " + total + " classes.";
    }

    /** Returns the most frequent mistakes of a whole table, the most frequent first. */
    static List<Mistake> mistakes(ConfusionMatrix table, int most) {
        List<Mistake> mistakes = new ArrayList<>();
        table.forEachCell((a, p, count) -> {
            if (a != p && Math.round(count) > 0) {
                mistakes.add(new Mistake(a, p, Math.round(count)));
            }
        });
        mistakes.sort(Comparator.comparingLong((Mistake mistake) -> -mistake.rows()));
        return List.copyOf(mistakes.subList(0, Math.min(most, mistakes.size())));
    }
}
