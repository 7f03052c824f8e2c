package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.pipeline.Task;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Classes or real numbers. */
@OptionGroup("Data")
public final class TargetOptions {
    @Option(
            names = "--task",
            paramLabel = "NAME",
            description =
                    "The task for a table: classification or regression. Default: as --loss requires, else"
                            + " classification for text, truth values, two different numbers, and 0, 1, ... K-1 that all occur.")
    private @Nullable String task;

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description =
                    "The positive one of two classes of a table, which metrics such as f1 are about. Default: the one"
                            + " that its name says, as of yes and no, true and false, 1 and 0; else the one with fewer rows.")
    private @Nullable String positive;

    /** Returns whether an option determines the task. */
    boolean isGiven() {
        return task != null || positive != null;
    }

    /** Returns the positive class, if one was asked for. */
    public @Nullable String positive() {
        return positive;
    }

    /** Returns the task, as far as the options determine it. */
    public Task task(DataSource source, Optional<Loss> loss) {
        if (positive != null) {
            requirePositive(positive, source, loss);
        }
        if (task == null && positive != null) {
            return Task.CLASSIFICATION;
        }
        if (task == null) {
            return loss.map(given -> given.isClassification() ? Task.CLASSIFICATION : Task.REGRESSION)
                    .orElse(Task.AUTO);
        }
        Task wanted = Values.named("--task", task, List.of(Task.CLASSIFICATION, Task.REGRESSION), Task::label);
        if (!(source instanceof DataSource.TableFiles)) {
            DataOptions.refuse("--task", task, "tables");
        }
        loss.filter(given -> given.isClassification() != (wanted == Task.CLASSIFICATION))
                .ifPresent(given -> {
                    throw new InvalidInputException(
                            "--task " + task + " does not go with --loss " + given.name() + ": use a"
                                    + " loss for "
                                    + (wanted == Task.REGRESSION
                                            ? "real numbers, such as mean_squared_error"
                                            : "classes, such as softmax_cross_entropy"));
                });
        return wanted;
    }

    private void requirePositive(String name, DataSource source, Optional<Loss> loss) {
        if (!(source instanceof DataSource.TableFiles)) {
            DataOptions.refuse("--positive", name, "tables");
        }
        if (Task.REGRESSION.label().equals(task)
                || !loss.map(Loss::isClassification).orElse(true)) {
            throw new InvalidInputException(
                    "--positive " + Quoted.bare(name) + " only applies to classes; leave it out");
        }
    }
}
