package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.quantile.SortedNumbers;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.NumberSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the training rows hold in a column of numbers, booleans or dates. */
interface NumberFacts {
    /** Returns the number of training rows. */
    int rows();

    /** Returns count, moments and extremes, or null if all are missing. */
    @Nullable
    NumberSummary summary();

    /** Returns the numbers in order; of many rows, those of a sample. */
    SortedNumbers sorted();

    /** Returns those parts of dates that are not the same in all rows. */
    List<DatePart> differing(List<DatePart> parts);
}
