package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.text.CodeValues;
import io.github.panagrad.schema.text.Texts;
import io.github.panagrad.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoublePredicate;

/** Fits a categorical column to training rows, a block at a time. */
final class CategoryFit {
    /** How the reason ends for which a column of rare texts is dropped. */
    static final String TOO_RARE = "is too rare to learn from";

    private CategoryFit() {}

    /** Sums of weights that are whole numbers up to rounding should reach them. */
    private static final double ROUNDING = 1e-9;

    /** How many training rows have each text, and how many are missing one: the rows themselves, and what they count for. */
    static final class Counts {
        private final List<String> texts;
        private final double[] counts;
        private final long missing;
        private final double missingCount;
        private final int firstMissing;

        /**
         * Takes counts.
         *
         * @param texts distinct
         * @param counts what the rows of each text count for
         */
        Counts(List<String> texts, double[] counts, long missing, double missingCount, int firstMissing) {
            this.texts = texts;
            this.counts = counts;
            this.missing = missing;
            this.missingCount = missingCount;
            this.firstMissing = firstMissing;
        }

        /** Returns the number of rows without a text. */
        long missing() {
            return missing;
        }

        /** Returns whether the rows without a text count for as many as a text needs. */
        boolean hasMissing(int least) {
            return isAtLeast(missingCount, least);
        }

        /** Returns the position of the first row without a text, or -1 if each has one. */
        int firstMissing() {
            return firstMissing;
        }

        static Counts of(TableRows rows, int index) {
            Table table = rows.table();
            List<String> texts = table.categories(index);
            double[] counts = new double[texts.size()];
            double[] weights = new double[NumberFit.BLOCK_ROWS];
            TableRows.Scratch scratch = new TableRows.Scratch(NumberFit.BLOCK_ROWS);
            int[] block = new int[NumberFit.BLOCK_ROWS];
            long missing = 0;
            double missingCount = 0;
            int firstMissing = -1;
            for (int from = 0; from < rows.size(); from += block.length) {
                int length = Math.min(block.length, rows.size() - from);
                rows.codes(index, from, length, block, scratch);
                rows.weights(from, length, weights, scratch);
                for (int i = 0; i < length; i++) {
                    if (block[i] >= 0) {
                        counts[block[i]] += weights[i];
                    } else {
                        firstMissing = missing == 0 ? from + i : firstMissing;
                        missing++;
                        missingCount += weights[i];
                    }
                }
            }
            return new Counts(texts, counts, missing, missingCount, firstMissing);
        }

        /**
         * Returns the same with one text for each number, if all texts that rows have are numbers: the shortest, and of several
         * the first in code-point order.
         */
        Counts byValue() {
            Map<Double, Integer> chosen = new HashMap<>();
            for (int c = 0; c < counts.length; c++) {
                if (counts[c] > 0) {
                    double value = CodeValues.of(texts.get(c));
                    if (Double.isNaN(value)) {
                        return this;
                    }
                    chosen.merge(value, c, this::shorter);
                }
            }
            double[] merged = new double[counts.length];
            for (int c = 0; c < counts.length; c++) {
                if (counts[c] > 0) {
                    merged[Objects.requireNonNull(chosen.get(CodeValues.of(texts.get(c))))] += counts[c];
                }
            }
            return new Counts(texts, merged, missing, missingCount, firstMissing);
        }

        private int shorter(int a, int b) {
            Comparator<String> order = Comparator.comparingInt(String::length).thenComparing(Texts.BY_CODE_POINTS);
            return order.compare(texts.get(a), texts.get(b)) <= 0 ? a : b;
        }

        /** Returns the texts that any row has, in code-point order. */
        List<String> present() {
            return selected(count -> count > 0);
        }

        /** Returns the texts whose rows count for at least {@code least}, in code-point order. */
        List<String> atLeast(int least) {
            return selected(count -> isAtLeast(count, least));
        }

        private static boolean isAtLeast(double count, int least) {
            return count > 0 && count >= least * (1 - ROUNDING);
        }

        private List<String> selected(DoublePredicate condition) {
            List<String> found = new ArrayList<>();
            for (int c = 0; c < counts.length; c++) {
                if (condition.test(counts[c])) {
                    found.add(texts.get(c));
                }
            }
            found.sort(Texts.BY_CODE_POINTS);
            return found;
        }

        /** Returns how many rows the rows of each of some texts count for. */
        double[] of(List<String> chosen) {
            Map<String, Double> known = new HashMap<>();
            for (int c = 0; c < counts.length; c++) {
                known.put(texts.get(c), counts[c]);
            }
            return chosen.stream()
                    .mapToDouble(text -> known.getOrDefault(text, 0.0))
                    .toArray();
        }

        /** Returns the number of texts that rows have. */
        int different() {
            int different = 0;
            for (double count : counts) {
                different += count > 0 ? 1 : 0;
            }
            return different;
        }

        /** Returns the text whose rows count for the least; among several, the last in code-point order. */
        String rarest(List<String> among) {
            Comparator<Integer> order = Comparator.<Integer>comparingDouble(c -> counts[c])
                    .thenComparing(texts::get, Texts.BY_CODE_POINTS.reversed());
            int rarest = -1;
            Set<String> allowed = new HashSet<>(among);
            for (int c = 0; c < counts.length; c++) {
                if (allowed.contains(texts.get(c)) && (rarest < 0 || order.compare(c, rarest) < 0)) {
                    rarest = c;
                }
            }
            return texts.get(rarest);
        }
    }

    /** Learns a feature. */
    static FittedColumn feature(TableRows rows, int index, PipelineConfig config) {
        return feature(rows.table().schema().columns().get(index), Counts.of(rows, index), rows.size(), config);
    }

    /**
     * Learns a feature.
     *
     * @param rows the number of training rows
     */
    static FittedColumn feature(Column column, Counts given, int rows, PipelineConfig config) {
        Counts counts = given.byValue();
        List<String> categories = new ArrayList<>(counts.atLeast(config.minCount()));
        int different = counts.different();
        int rare = different - categories.size();
        boolean hasMissing = counts.hasMissing(config.minCount());
        boolean hasOther = rare > 0 || (counts.missing() > 0 && !hasMissing);
        int places = categories.size() + (hasMissing ? 1 : 0) + (hasOther ? 1 : 0);
        if (places < 2) {
            return new FittedColumn.Dropped(column.name(), ColumnType.CATEGORICAL, why(counts, categories, rows));
        }
        if (places <= config.oneHotLimit()) {
            return new FittedColumn.OneHot(column.name(), categories, rare, counts.missing(), hasMissing);
        }
        if (rare == 0 && !categories.isEmpty() && (hasMissing || !hasOther)) {
            categories.remove(counts.rarest(categories));
            rare = 1;
        }
        places = categories.size() + 1 + (hasMissing ? 1 : 0);
        return new FittedColumn.Embedded(
                column.name(),
                categories,
                rare,
                counts.missing(),
                hasMissing,
                FittedColumn.Embedded.dimensionFor(places));
    }

    private static String why(Counts counts, List<String> categories, int rows) {
        if (counts.different() == 0) {
            return "all " + rows + " training rows have no value";
        }
        return categories.isEmpty()
                ? "each of its " + counts.different() + " different texts " + TOO_RARE
                : "all " + rows + " training rows have " + Quoted.of(categories.getFirst());
    }
}
