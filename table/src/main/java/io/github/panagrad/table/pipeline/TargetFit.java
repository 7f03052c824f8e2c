package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.text.Decimals;
import io.github.panagrad.schema.text.NumberTexts;
import io.github.panagrad.schema.text.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Learns the target from training rows. */
final class TargetFit {
    /** The most classes that numbers are taken for if the task is not given. */
    static final int MAX_INFERRED_CLASSES = 1000;

    /** So many different numbers are classes, whatever they are. */
    private static final int TWO = 2;

    /** The most classes. */
    private static final int MAX_CLASSES = 1 << 16;

    private TargetFit() {}

    static FittedTarget fit(TableRows rows, int index, PipelineConfig config) {
        Column column = rows.table().schema().columns().get(index);
        return switch (column.type()) {
            case CATEGORICAL -> categorical(rows, index, column, config);
            case DATE ->
                throw new PipelineException("the target " + Quoted.of(column.name())
                        + " holds dates, which cannot be predicted; name another with --target, or write a number"
                        + " instead, such as the days from another date on");
            case BOOLEAN, NUMERIC -> numeric(rows, index, column, config);
        };
    }

    private static FittedTarget categorical(TableRows rows, int index, Column column, PipelineConfig config) {
        if (config.task() == Task.REGRESSION) {
            throw new PipelineException("the target " + Quoted.of(column.name())
                    + " is text, but regression needs numbers; choose classification, another target, or declare the"
                    + " column numeric (boolean if it is yes and no)");
        }
        CategoryFit.Counts counts = CategoryFit.Counts.of(rows, index);
        if (counts.missing() > 0) {
            throw missing(column, counts.missing(), rows.size(), rows.place(counts.firstMissing()));
        }
        List<String> classes = new ArrayList<>(counts.present());
        if (classes.stream().noneMatch(text -> Double.isNaN(number(text)))) {
            classes.sort(Comparator.comparingDouble(TargetFit::number).thenComparing(Texts.BY_CODE_POINTS));
        }
        return classes(column, classes, rows.size(), counts.of(classes), config);
    }

    private static double number(String text) {
        return Decimals.parse(text.toCharArray(), 0, text.length());
    }

    private static FittedTarget numeric(TableRows rows, int index, Column column, PipelineConfig config) {
        NumberFit fit = new NumberFit(rows, index);
        NumberSummary summary = fit.summary();
        if (summary == null || summary.missing() > 0) {
            long missing = summary == null ? rows.size() : summary.missing();
            throw missing(column, missing, rows.size(), rows.place(firstMissing(rows, index)));
        }
        if (summary.isConstant()) {
            throw constant(column, Texts.number(summary.min()), rows.size());
        }
        if (column.type() == ColumnType.BOOLEAN && config.task() != Task.REGRESSION) {
            return numbers(rows, index, column, new double[] {0, 1}, List.of("false", "true"), config);
        }
        if (config.task() == Task.CLASSIFICATION) {
            double[] different = fit.different(MAX_CLASSES);
            if (different == null) {
                throw tooManyClasses(column);
            }
            return numbers(rows, index, column, different, names(different), config);
        }
        if (config.task() == Task.AUTO && rows.total() >= 2 * TWO) {
            double[] two = fit.different(TWO);
            if (two != null) {
                return numbers(rows, index, column, two, names(two), config);
            }
        }
        if (config.task() == Task.AUTO && couldBeClasses(summary, rows.total())) {
            double[] different = fit.different(MAX_INFERRED_CLASSES);
            if (different != null && areClasses(different, rows.total())) {
                return numbers(rows, index, column, different, names(different), config);
            }
        }
        return new FittedTarget.Values(
                column.name(),
                column.type(),
                summary,
                config.standardizeTarget() && summary.deviation() > 0,
                config.clampPredictions());
    }

    private static boolean couldBeClasses(NumberSummary summary, double rows) {
        return summary.min() == 0 && summary.max() < MAX_INFERRED_CLASSES && rows >= 2 * (summary.max() + 1);
    }

    private static boolean areClasses(double[] different, double rows) {
        for (int k = 0; k < different.length; k++) {
            if (different[k] != k) {
                return false;
            }
        }
        return different.length >= 2 && rows >= 2.0 * different.length;
    }

    private static List<String> names(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(NumberTexts::of).toList();
    }

    /**
     * Classes that are numbers.
     *
     * @param values the numbers, growing
     */
    private static FittedTarget numbers(
            TableRows rows, int index, Column column, double[] values, List<String> names, PipelineConfig config) {
        double[] counts = new double[values.length];
        double[] block = new double[NumberFit.BLOCK_ROWS];
        double[] weights = new double[NumberFit.BLOCK_ROWS];
        TableRows.Scratch scratch = new TableRows.Scratch(block.length);
        for (int from = 0; from < rows.size(); from += block.length) {
            int count = Math.min(block.length, rows.size() - from);
            rows.numbers(index, from, count, block, scratch);
            rows.weights(from, count, weights, scratch);
            for (int i = 0; i < count; i++) {
                // Adding 0 turns -0 into 0.
                counts[Arrays.binarySearch(values, block[i] + 0.0)] += weights[i];
            }
        }
        return classes(column, names, rows.size(), counts, config);
    }

    private static FittedTarget classes(
            Column column, List<String> classes, int rows, double[] counts, PipelineConfig config) {
        if (classes.size() < 2) {
            throw constant(column, classes.getFirst(), rows);
        }
        if (classes.size() > MAX_CLASSES) {
            throw tooManyClasses(column);
        }
        return new FittedTarget.Classes(
                column.name(), column.type(), PositiveClass.last(column, classes, counts, config.positive()));
    }

    private static int firstMissing(TableRows rows, int index) {
        TableRows.Scratch scratch = new TableRows.Scratch(1);
        double[] one = new double[1];
        for (int i = 0; i < rows.size(); i++) {
            rows.numbers(index, i, 1, one, scratch);
            if (Double.isNaN(one[0])) {
                return i;
            }
        }
        throw new IllegalStateException("no row is missing a target");
    }

    static PipelineException missing(Column column, long missing, int rows, String place) {
        return new PipelineException(
                place + ": the target " + Quoted.of(column.name()) + " is missing, as it is in " + missing + " of "
                        + rows + " rows; leave those rows out with --missing-target drop, or choose another target");
    }

    private static PipelineException constant(Column column, String value, int rows) {
        return new PipelineException("the target " + Quoted.of(column.name()) + " is " + Quoted.of(value) + " in all "
                + rows + " training rows, so there is nothing to learn; choose another target or other rows");
    }

    private static PipelineException tooManyClasses(Column column) {
        return new PipelineException("the target " + Quoted.of(column.name()) + " has more than " + MAX_CLASSES
                + " classes; choose another target, or regression if it is a number");
    }
}
