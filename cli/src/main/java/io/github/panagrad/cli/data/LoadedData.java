package io.github.panagrad.cli.data;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.table.pipeline.ColumnTable;
import io.github.panagrad.table.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Data to train on.
 *
 * @param source where it came from
 * @param training the training samples
 * @param validation what was held back, or null
 * @param test the test set, or null
 * @param preprocessing how a table's columns became inputs, or null if the data is no table
 * @param columns what became of a table's columns, or null if the data is no table
 * @param note remarks for the user on how it was read, or empty
 */
public record LoadedData(
        DataSource source,
        Dataset training,
        @Nullable Dataset validation,
        @Nullable Dataset test,
        @Nullable Pipeline preprocessing,
        @Nullable ColumnTable columns,
        String note) {
    /** Returns how a table's columns became inputs. */
    public Optional<Pipeline> pipeline() {
        return Optional.ofNullable(preprocessing);
    }

    /** Returns the positive one of two classes, which metrics such as F1 are about. */
    public Optional<String> positive() {
        if (preprocessing != null) {
            return preprocessing.target() instanceof FittedTarget.Classes classes
                    ? classes.positive()
                    : Optional.empty();
        }
        return training.targets() instanceof Targets.Labels labels && labels.classes() == 2
                ? Optional.of("1")
                : Optional.empty();
    }

    /** Returns what was held back, of data that has such a part. */
    public Dataset held() {
        return Objects.requireNonNull(validation, "nothing was held back");
    }

    /**
     * Returns the samples other than the training samples, each table once: a part of the training samples' own table takes no
     * memory of its own.
     */
    public List<Dataset> others() {
        List<Dataset> others = new ArrayList<>();
        if (validation != null && !validation.features().equals(training.features())) {
            others.add(validation);
        }
        if (test != null) {
            others.add(test);
        }
        return others;
    }

    /** Returns this with other samples to learn from. */
    public LoadedData withTraining(Dataset newTraining) {
        return new LoadedData(source, newTraining, validation, test, preprocessing, columns, note);
    }

    /** Returns one line about the data. */
    public String describe() {
        StringBuilder text = new StringBuilder(source.name())
                .append(source instanceof DataSource.Generated ? " (generated): " : ": ")
                .append(training.size());
        if (validation != null) {
            text.append(" + ").append(validation.size()).append(" validation");
        }
        if (test != null) {
            text.append(" + ").append(test.size()).append(" test");
        }
        text.append(" samples, ").append(training.columns()).append(" inputs, ");
        text.append(
                training.targets() instanceof Targets.Labels labels ? labels.classes() + " classes" : "real targets");
        if (!note.isEmpty()) {
            text.append("; ").append(note);
        }
        return Quoted.line(text.toString());
    }
}
