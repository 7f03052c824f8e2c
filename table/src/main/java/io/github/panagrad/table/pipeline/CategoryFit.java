package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.Column;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Fits a categorical column to training rows, a block at a time. */
final class CategoryFit {
    private CategoryFit() {}

    /** How many training rows have each text, and how many are missing one. */
    static final class Counts {
        private final List<String> texts;
        private final int[] counts;
        private final long missing;
        private final int firstMissing;

        private Counts(List<String> texts, int[] counts, long missing, int firstMissing) {
            this.texts = texts;
            this.counts = counts;
            this.missing = missing;
            this.firstMissing = firstMissing;
        }

        long missing() {
            return missing;
        }

        /** Returns the position of the first row without a text, or -1 if each has one. */
        int firstMissing() {
            return firstMissing;
        }

        static Counts of(TableRows rows, int index) {
            Table table = rows.table();
            List<String> texts = table.categories(index);
            int[] counts = new int[texts.size()];
            TableRows.Scratch scratch = new TableRows.Scratch(NumberFit.BLOCK_ROWS);
            int[] block = new int[NumberFit.BLOCK_ROWS];
            long missing = 0;
            int firstMissing = -1;
            for (int from = 0; from < rows.size(); from += block.length) {
                int length = Math.min(block.length, rows.size() - from);
                rows.codes(index, from, length, block, scratch);
                for (int i = 0; i < length; i++) {
                    if (block[i] >= 0) {
                        counts[block[i]]++;
                    } else {
                        firstMissing = missing == 0 ? from + i : firstMissing;
                        missing++;
                    }
                }
            }
            return new Counts(texts, counts, missing, firstMissing);
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
            int[] merged = new int[counts.length];
            for (int c = 0; c < counts.length; c++) {
                if (counts[c] > 0) {
                    merged[Objects.requireNonNull(chosen.get(CodeValues.of(texts.get(c))))] += counts[c];
                }
            }
            return new Counts(texts, merged, missing, firstMissing);
        }

        private int shorter(int a, int b) {
            Comparator<String> order = Comparator.comparingInt(String::length).thenComparing(Texts.BY_CODE_POINTS);
            return order.compare(texts.get(a), texts.get(b)) <= 0 ? a : b;
        }

        /** Returns the texts that at least {@code count} rows have, in code-point order. */
        List<String> atLeast(int count) {
            List<String> found = new ArrayList<>();
            for (int c = 0; c < counts.length; c++) {
                if (counts[c] >= count) {
                    found.add(texts.get(c));
                }
            }
            found.sort(Texts.BY_CODE_POINTS);
            return found;
        }

        /** Returns the number of texts that rows have. */
        int different() {
            int different = 0;
            for (int count : counts) {
                different += count > 0 ? 1 : 0;
            }
            return different;
        }

        /** Returns the text that the fewest rows have; among several, the last in code-point order. */
        String rarest(List<String> among) {
            Comparator<Integer> order = Comparator.<Integer>comparingInt(c -> counts[c])
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
        Column column = rows.table().schema().columns().get(index);
        Counts counts = Counts.of(rows, index).byValue();
        List<String> categories = new ArrayList<>(counts.atLeast(config.minCount()));
        int different = counts.different();
        int rare = different - categories.size();
        boolean hasMissing = counts.missing() >= config.minCount();
        boolean hasOther = rare > 0 || (counts.missing() > 0 && !hasMissing);
        int places = categories.size() + (hasMissing ? 1 : 0) + (hasOther ? 1 : 0);
        if (places < 2) {
            return new FittedColumn.Dropped(
                    column.name(), ColumnType.CATEGORICAL, why(counts, categories, rows.size()));
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
                ? "each of its " + counts.different() + " different texts is too rare to learn from"
                : "all " + rows + " training rows have " + Quoted.of(categories.getFirst());
    }
}
