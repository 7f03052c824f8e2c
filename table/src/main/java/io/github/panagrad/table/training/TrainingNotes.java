package io.github.panagrad.table.training;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.pipeline.Suspect;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is said of a table that is trained on: what was assumed, and what looks wrong. Sentences that name the option that says otherwise. */
public final class TrainingNotes {
    /** So few different whole numbers may be classes or values. */
    private static final int FEW_NUMBERS = 20;

    private TrainingNotes() {}

    /** Says what numbers of a target were taken for where the other could have been meant. */
    public static Optional<String> task(Table table, FittedTarget target, PipelineConfig config) {
        if (target.type() != ColumnType.NUMERIC || config.task() != Task.AUTO) {
            return Optional.empty();
        }
        String column = "the target " + Quoted.of(target.name()) + " has ";
        return switch (target) {
            case FittedTarget.Classes classes when classes.classes().equals(List.of("0", "1")) -> Optional.empty();
            case FittedTarget.Classes classes ->
                Optional.of(column + classes.classes().size() + " different numbers, which are taken as classes;"
                        + " --task regression takes them as values");
            case FittedTarget.Values _ -> {
                int few = HeldBack.wholeNumbers(
                        table, table.schema().indexOf(Role.TARGET).orElseThrow(), FEW_NUMBERS);
                yield few == 0
                        ? Optional.empty()
                        : Optional.of(column + few + " different whole numbers, which are taken as values;"
                                + " --task classification takes them as classes");
            }
        };
    }

    /** Warns that a column is too good to be true. */
    public static String suspect(Suspect suspect) {
        return "WARN: column " + Quoted.of(suspect.column()) + " alone predicts the target: "
                + (suspect.isClasses()
                        ? percent(suspect.quality()) + " of " + suspect.rows() + " rows held back are right, "
                                + percent(suspect.baseline()) + " by the most frequent class"
                        : String.format(
                                Locale.ROOT, "R² is %.4f on %d rows held back", suspect.quality(), suspect.rows()))
                + "; if it is known only after the target, predictions will be worse than the metrics say: --ignore "
                + Quoted.bare(suspect.column()) + " leaves it out";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Says that a column of text was left out, because its texts tell the rows apart and nothing else. */
    public static String rare(String column, PipelineConfig config) {
        return "column " + Quoted.of(column) + " is left out, because each of its texts is in fewer than "
                + config.minCount() + " training rows; --min-count 1 learns from them";
    }

    /** Says which of two classes was taken for the positive one where their names do not say it. */
    public static Optional<String> positive(FittedTarget target, PipelineConfig config) {
        if (!(target instanceof FittedTarget.Classes classes)
                || config.positive() != null
                || classes.isPositiveNamed()) {
            return Optional.empty();
        }
        return classes.positive()
                .map(name -> "the positive class of the target " + Quoted.of(target.name()) + " is " + Quoted.of(name)
                        + ", as it has fewer rows, or comes last; --positive "
                        + Quoted.bare(classes.classes().getFirst()) + " takes the other");
    }

    /** Returns a sentence for a model, with the names of files in place of their paths: folders are private. */
    public static String withoutFolders(String note, List<Path> files) {
        String text = note;
        for (Path file : files) {
            Path name = file.getFileName();
            text = name == null ? text : text.replace(file.toString(), name.toString());
        }
        return text;
    }
}
