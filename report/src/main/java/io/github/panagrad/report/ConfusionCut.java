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

    /** Returns the cells of a table as whole numbers. */
    static long[][] cells(ConfusionMatrix confusion) {
        long[][] cells = new long[confusion.classes()][confusion.classes()];
        for (int a = 0; a < cells.length; a++) {
            for (int p = 0; p < cells.length; p++) {
                cells[a][p] = Math.round(confusion.count(a, p));
            }
        }
        return cells;
    }

    /** Selects the part of a table to show. */
    static ConfusionCut of(List<String> names, long[][] table) {
        int[] chosen = IntStream.range(0, names.size()).toArray();
        if (names.size() > MOST_CLASSES) {
            long[] wrong = new long[names.size()];
            for (int a = 0; a < table.length; a++) {
                for (int p = 0; p < table.length; p++) {
                    if (a != p) {
                        wrong[a] += table[a][p];
                        wrong[p] += table[a][p];
                    }
                }
            }
            chosen = IntStream.range(0, names.size())
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer c) -> -wrong[c]))
                    .limit(MOST_CLASSES)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }
        int[] shown = chosen;
        return new ConfusionCut(
                names.size(),
                Arrays.stream(shown).mapToObj(names::get).toList(),
                Arrays.stream(shown)
                        .mapToObj(a ->
                                Arrays.stream(shown).mapToLong(p -> table[a][p]).toArray())
                        .toArray(long[][]::new),
                Arrays.stream(shown)
                        .mapToLong(a -> Arrays.stream(table[a]).sum())
                        .toArray());
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
    static List<Mistake> mistakes(long[][] table, int most) {
        List<Mistake> mistakes = new ArrayList<>();
        for (int a = 0; a < table.length; a++) {
            for (int p = 0; p < table.length; p++) {
                if (a != p && table[a][p] > 0) {
                    mistakes.add(new Mistake(a, p, table[a][p]));
                }
            }
        }
        mistakes.sort(Comparator.comparingLong((Mistake mistake) -> -mistake.rows()));
        return List.copyOf(mistakes.subList(0, Math.min(most, mistakes.size())));
    }
}
