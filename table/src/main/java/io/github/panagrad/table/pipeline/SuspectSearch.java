package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.Table;
import io.github.panagrad.tensor.DType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds columns that predict the target almost perfectly by themselves. For each column a rule is learned from one half of a sample
 * of the training rows. It must be good both on the other half and on rows held back: those alone may be few, and easy by chance.
 */
final class SuspectSearch {
    /** Of so many errors that the most frequent class would make, a rule for classes must avoid {@link #AVOIDED}. */
    private static final int LEAST_ERRORS = 5;

    private static final double AVOIDED = 0.95;

    /** What R² must be, of values or of their ranks, on at least so many rows. */
    private static final double R2 = 0.99;

    private static final int LEAST_ROWS = 10;

    /** The most values of a part that are read in all columns together, and the most and the least of a single one. */
    private static final int VALUES = 1 << 20;

    private static final int MOST = 4096;
    private static final int LEAST = 512;

    private final FittedTarget target;

    /** The rows that a rule is learned from, and those it is judged on. */
    private final Part learned;

    private final Part other;
    private final Part held;

    /** Rows and their targets: classes, or values. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(TableRows rows, double[] targets, double[] ranks) {}

    private SuspectSearch(FittedTarget target, Part learned, Part other, Part held) {
        this.target = target;
        this.learned = learned;
        this.other = other;
        this.held = held;
    }

    static List<Suspect> of(Pipeline pipeline, TableRows training, TableRows held) {
        int most = Math.clamp(VALUES / pipeline.columns().size(), LEAST, MOST);
        TableRows sample = sampled(training, 2 * most);
        if (sample.size() < 2 * LEAST_ROWS || held.size() < LEAST_ROWS) {
            return List.of();
        }
        FittedTarget target = pipeline.target();
        // Every other one, so that both halves have all parts of a sorted table.
        TableRows first = half(sample, 0);
        double[] sorted = targets(target, first);
        Arrays.sort(sorted);
        SuspectSearch search = new SuspectSearch(
                target,
                part(target, first, sorted),
                part(target, half(sample, 1), sorted),
                part(target, sampled(held, most), sorted));
        List<FittedColumn> columns = pipeline.columns().stream()
                .filter(column -> !(column instanceof FittedColumn.Dropped))
                .toList();
        @Nullable Suspect[] found = new @Nullable Suspect[columns.size()];
        Parallel.run(found.length, () -> c -> found[c] = search.suspect(columns.get(c)));
        return Arrays.stream(found)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static TableRows sampled(TableRows rows, int most) {
        int wanted = Math.min(rows.size(), most);
        return new TableRows(
                rows.table(),
                IntStream.range(0, wanted)
                        .map(i -> rows.row((int) ((long) i * rows.size() / wanted)))
                        .toArray());
    }

    private static TableRows half(TableRows rows, int which) {
        return new TableRows(
                rows.table(),
                IntStream.range(0, rows.size())
                        .filter(i -> i % 2 == which)
                        .map(rows::row)
                        .toArray());
    }

    private static Part part(FittedTarget target, TableRows rows, double[] sorted) {
        double[] targets = targets(target, rows);
        return new Part(
                rows,
                targets,
                target instanceof FittedTarget.Values
                        ? Arrays.stream(targets).map(y -> rank(sorted, y)).toArray()
                        : targets);
    }

    private static double rank(double[] sorted, double y) {
        return (below(sorted, y) + below(sorted, Math.nextUp(y))) / 2.0 / sorted.length;
    }

    private static int below(double[] sorted, double y) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < y) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double[] targets(FittedTarget target, TableRows rows) {
        return switch (new TargetEncoder(target, rows).encode(DType.F64)) {
            case Targets.Labels labels ->
                IntStream.range(0, rows.size()).mapToDouble(labels::label).toArray();
            case Targets.Values values ->
                IntStream.range(0, rows.size())
                        .mapToDouble(i -> values.value(i, 0))
                        .toArray();
        };
    }

    private @Nullable Suspect suspect(FittedColumn column) {
        boolean isText = column.type() == ColumnType.CATEGORICAL;
        double[] x = values(column, learned.rows);
        double[] xOther = values(column, other.rows);
        double[] xHeld = values(column, held.rows);
        if (target instanceof FittedTarget.Classes(String _, ColumnType _, List<String> classes)) {
            ColumnRule rule = ColumnRule.ofClasses(x, learned.targets, isText, classes.size());
            double frequent = ColumnRule.mostFrequent(learned.targets, classes.size());
            return avoided(rule, xOther, other, frequent) >= AVOIDED && avoided(rule, xHeld, held, frequent) >= AVOIDED
                    ? new Suspect(
                            column.name(),
                            true,
                            1 - errors(rule, xHeld, held) / (double) xHeld.length,
                            Arrays.stream(held.targets)
                                            .filter(y -> y == frequent)
                                            .count()
                                    / (double) xHeld.length,
                            xHeld.length)
                    : null;
        }
        ColumnRule values = ColumnRule.ofValues(x, learned.targets, isText);
        ColumnRule ranks = ColumnRule.ofValues(x, learned.ranks, isText);
        double ofValues = Math.min(r2(values, xOther, other.targets), r2(values, xHeld, held.targets));
        double ofRanks = Math.min(r2(ranks, xOther, other.ranks), r2(ranks, xHeld, held.ranks));
        return Math.max(ofValues, ofRanks) >= R2
                ? new Suspect(
                        column.name(),
                        false,
                        ofValues >= ofRanks ? r2(values, xHeld, held.targets) : r2(ranks, xHeld, held.ranks),
                        0,
                        xHeld.length)
                : null;
    }

    /** Returns which share of the errors that the most frequent class makes a rule avoids; 0 if those are too few. */
    private static double avoided(ColumnRule rule, double[] x, Part part, double frequent) {
        long simple = Arrays.stream(part.targets).filter(y -> y != frequent).count();
        return simple < LEAST_ERRORS ? 0 : 1 - errors(rule, x, part) / (double) simple;
    }

    private static long errors(ColumnRule rule, double[] x, Part part) {
        return IntStream.range(0, x.length)
                .filter(i -> rule.predict(x[i]) != part.targets[i])
                .count();
    }

    private static double r2(ColumnRule rule, double[] x, double[] targets) {
        double mean = Arrays.stream(targets).average().orElse(0);
        double rest = 0;
        double all = 0;
        for (int i = 0; i < x.length; i++) {
            rest += (targets[i] - rule.predict(x[i])) * (targets[i] - rule.predict(x[i]));
            all += (targets[i] - mean) * (targets[i] - mean);
        }
        return all == 0 ? 0 : 1 - rest / all;
    }

    /** Returns the values of a column: numbers, or numbers of texts, the same in all tables; NaN is missing. */
    private double[] values(FittedColumn column, TableRows rows) {
        Table table = rows.table();
        int index = table.schema().indexOf(column.name()).orElseThrow();
        double[] values = new double[rows.size()];
        TableRows.Scratch scratch = new TableRows.Scratch(Math.max(1, values.length));
        if (column.type() != ColumnType.CATEGORICAL) {
            rows.numbers(index, 0, values.length, values, scratch);
            return values;
        }
        int[] codes = new int[values.length];
        rows.codes(index, 0, codes.length, codes, scratch);
        Table known = learned.rows.table();
        boolean isKnown = known.equals(table);
        Map<String, Integer> numbers = new HashMap<>();
        if (!isKnown) {
            List<String> texts =
                    known.categories(known.schema().indexOf(column.name()).orElseThrow());
            texts.forEach(text -> numbers.put(text, numbers.size()));
        }
        List<String> texts = table.categories(index);
        for (int i = 0; i < codes.length; i++) {
            values[i] = codes[i] < 0 ? Double.NaN : isKnown ? codes[i] : numbers.getOrDefault(texts.get(codes[i]), -1);
        }
        return values;
    }
}
