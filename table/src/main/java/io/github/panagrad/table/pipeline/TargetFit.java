package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.Column;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.text.Decimals;
import io.github.panagrad.table.text.NumberTexts;
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
            case CATEGORICAL -> categorical(rows, index, column, config.task());
            case BOOLEAN, NUMERIC -> numeric(rows, index, column, config);
        };
    }

    private static FittedTarget categorical(TableRows rows, int index, Column column, Task task) {
        if (task == Task.REGRESSION) {
            throw new PipelineException("the target " + Quoted.of(column.name())
                    + " is text, but regression needs numbers; choose classification, another target, or declare the"
                    + " column numeric (boolean if it is yes and no)");
        }
        CategoryFit.Counts counts = CategoryFit.Counts.of(rows, index);
        if (counts.missing() > 0) {
            throw missing(column, counts.missing(), rows.size(), rows.place(counts.firstMissing()));
        }
        List<String> classes = new ArrayList<>(counts.atLeast(1));
        if (classes.stream().noneMatch(text -> Double.isNaN(number(text)))) {
            classes.sort(Comparator.comparingDouble(TargetFit::number).thenComparing(Texts.BY_CODE_POINTS));
        }
        return classes(column, classes, rows.size());
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
            return classes(column, List.of("false", "true"), rows.size());
        }
        if (config.task() == Task.CLASSIFICATION) {
            double[] different = fit.different(MAX_CLASSES);
            if (different == null) {
                throw tooManyClasses(column);
            }
            return classes(column, names(different), rows.size());
        }
        if (config.task() == Task.AUTO && rows.size() >= 2 * TWO) {
            double[] two = fit.different(TWO);
            if (two != null) {
                return classes(column, names(two), rows.size());
            }
        }
        if (config.task() == Task.AUTO && couldBeClasses(summary, rows.size())) {
            double[] different = fit.different(MAX_INFERRED_CLASSES);
            if (different != null && areClasses(different, rows.size())) {
                return classes(column, names(different), rows.size());
            }
        }
        return new FittedTarget.Values(
                column.name(), column.type(), summary, config.standardizeTarget() && summary.deviation() > 0);
    }

    private static boolean couldBeClasses(NumberSummary summary, int rows) {
        return summary.min() == 0 && summary.max() < MAX_INFERRED_CLASSES && rows >= 2 * (summary.max() + 1);
    }

    private static boolean areClasses(double[] different, int rows) {
        for (int k = 0; k < different.length; k++) {
            if (different[k] != k) {
                return false;
            }
        }
        return different.length >= 2 && rows / 2 >= different.length;
    }

    private static List<String> names(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(NumberTexts::of).toList();
    }

    private static FittedTarget classes(Column column, List<String> classes, int rows) {
        if (classes.size() < 2) {
            throw constant(column, classes.getFirst(), rows);
        }
        if (classes.size() > MAX_CLASSES) {
            throw tooManyClasses(column);
        }
        return new FittedTarget.Classes(column.name(), column.type(), classes);
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
        return new PipelineException(place + ": the target " + Quoted.of(column.name()) + " is missing, as it is in "
                + missing + " of " + rows + " rows; remove those rows, or choose another target");
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
