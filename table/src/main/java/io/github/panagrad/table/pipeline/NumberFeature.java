package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.quantile.SortedNumbers;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.NumberCode;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.text.Texts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a column of numbers, booleans or dates becomes, from what the training rows hold, wherever these are. */
final class NumberFeature {
    private NumberFeature() {}

    /** Learns a feature. */
    static FittedColumn of(Column column, NumberFacts facts, PipelineConfig config) {
        NumberSummary summary = facts.summary();
        if (summary == null) {
            return new FittedColumn.Dropped(
                    column.name(), column.type(), "all " + facts.rows() + " training rows have no value");
        }
        if (summary.isConstant()) {
            return summary.missing() == 0
                    ? new FittedColumn.Dropped(
                            column.name(),
                            column.type(),
                            "all " + facts.rows() + " training rows have " + Texts.number(summary.min())
                                    + (summary.min() == summary.max() ? "" : " up to rounding"))
                    : new FittedColumn.MissingOnly(column.name(), column.type(), summary.min(), summary.missing());
        }
        Scaling scaling = column.type() == ColumnType.BOOLEAN ? Scaling.NONE : config.scaling();
        boolean median = config.missing() == MissingNumbers.MEDIAN;
        SortedNumbers sorted = scaling.needsQuantiles() || (median && summary.missing() > 0)
                ? facts.sorted()
                : new SortedNumbers(new double[0], new double[0]);
        double fill = median && !sorted.isEmpty() ? sorted.quantile(0.5) : summary.mean();
        try {
            FittedColumn.Numbers numbers = new FittedColumn.Numbers(
                    column.name(), column.type(), summary, scaling, code(scaling, summary, sorted), fill);
            return column.type() == ColumnType.DATE
                    ? new FittedColumn.Dates(
                            numbers,
                            facts.differing(config.dateParts()),
                            Objects.requireNonNull(column.dates()).isTimeOfDay())
                    : numbers;
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    what(column) + " cannot be scaled: its training rows have " + summary.min() + " to " + summary.max()
                            + "; take its logarithm, or ignore it",
                    e);
        }
    }

    private static NumberCode code(Scaling scaling, NumberSummary summary, SortedNumbers sorted) {
        NumberCode standardized = new NumberCode.Linear(summary.mean(), summary.deviation());
        return switch (scaling) {
            case STANDARDIZE -> standardized;
            case ROBUST -> sorted.isEmpty() ? standardized : robust(summary, sorted);
            case ROBUST_CLIP -> sorted.isEmpty() ? standardized : clipped(summary, sorted);
            case MIN_MAX -> new NumberCode.Linear(summary.min(), summary.max() - summary.min());
            case QUANTILE_NORMAL -> orElse(QuantileKnots.knots(sorted, NormalQuantile::of), standardized);
            case QUANTILE_UNIFORM -> orElse(QuantileKnots.knots(sorted, share -> share), standardized);
            case NONE -> NumberCode.Linear.IDENTITY;
        };
    }

    private static NumberCode robust(NumberSummary summary, SortedNumbers sorted) {
        double low = sorted.quantile(0.25);
        double high = sorted.quantile(0.75);
        return new NumberCode.Linear(
                sorted.quantile(0.5), NumberSummary.areSame(low, high) ? summary.deviation() : high - low);
    }

    private static NumberCode clipped(NumberSummary summary, SortedNumbers sorted) {
        double low = sorted.quantile(0.25);
        double high = sorted.quantile(0.75);
        double halfRange = summary.max() / 2 - summary.min() / 2;
        return new NumberCode.Clipped(sorted.quantile(0.5), NumberSummary.areSame(low, high) ? halfRange : high - low);
    }

    private static NumberCode orElse(NumberCode.@Nullable Knots knots, NumberCode other) {
        return knots == null ? other : knots;
    }

    /** Says that a number cannot be learned from. */
    static PipelineException infinite(String place, Column column, double value) {
        return new PipelineException(place + ": " + what(column) + " is " + value
                + ", but only finite numbers can be learned from; correct it, or list its text as missing");
    }

    private static String what(Column column) {
        return "column " + Quoted.of(column.name());
    }
}
