package io.github.panagrad.cli.data;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import org.jspecify.annotations.Nullable;

/**
 * Data that was read.
 *
 * @param source where it came from
 * @param samples what to train on, evaluate or predict
 * @param test the test set that came with a training set, or null
 * @param target the target's column in a CSV file that has one, else null
 * @param weight the column of the samples' weights in a CSV file that has one, else null
 * @param note what the user should know of how it was read, or empty
 */
public record LoadedData(
        DataSource source,
        Dataset samples,
        @Nullable Dataset test,
        @Nullable CsvColumn target,
        @Nullable CsvColumn weight,
        String note) {
    /** Returns one line about the data. */
    public String describe() {
        StringBuilder text = new StringBuilder(source.name())
                .append(source instanceof DataSource.Generated ? " (generated): " : ": ")
                .append(samples.size());
        if (test != null) {
            text.append(" + ").append(test.size()).append(" test");
        }
        text.append(" samples, ").append(samples.columns()).append(" inputs, ");
        text.append(
                samples.targets() instanceof Targets.Labels labels ? labels.classes() + " classes" : "real targets");
        return note.isEmpty() ? text.toString() : text.append("; ").append(note).toString();
    }
}
