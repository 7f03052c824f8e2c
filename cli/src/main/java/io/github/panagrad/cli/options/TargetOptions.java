package io.github.panagrad.cli.options;

import io.github.panagrad.cli.InputException;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.TargetKind;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.data.Targets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Classes or real numbers, and the loss and number of outputs that follow. */
@OptionGroup("Data")
public final class TargetOptions {
    private static final String CLASSIFICATION = "classification";
    private static final String REGRESSION = "regression";

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "What the target of a CSV file is: classification (class numbers from 0) or regression."
                    + " Default: classification if --loss says so or the numbers are 0, 1, ... K-1, all of them there.")
    private @Nullable String task;

    /** What a network ends with. */
    public record Ending(int outputs, Loss loss) {}

    /** Returns what a target column holds, as far as the options say. */
    public TargetKind kind(DataSource source, Optional<Loss> loss) {
        if (task == null) {
            return loss.<TargetKind>map(
                            given -> given.isClassification() ? new TargetKind.Classes(0) : new TargetKind.Real())
                    .orElseGet(TargetKind.Inferred::new);
        }
        String wanted = Values.named("--task", task, List.of(CLASSIFICATION, REGRESSION), name -> name);
        if (!(source instanceof DataSource.Csv)) {
            DataOptions.refuse("--task", task, "a CSV file");
        }
        if (wanted.equals(CLASSIFICATION)) {
            return new TargetKind.Classes(0);
        }
        loss.filter(Loss::isClassification).ifPresent(given -> {
            throw new InputException("--task regression does not go with --loss " + given.name()
                    + ": use a loss for real numbers, such as mean_squared_error");
        });
        return new TargetKind.Real();
    }

    /** Returns the loss and the number of outputs for targets that were read. */
    public static Ending ending(Targets targets, Optional<Loss> given) {
        return switch (targets) {
            case Targets.Values values -> new Ending(values.table().columns(), given.orElseGet(Loss::meanSquaredError));
            case Targets.Labels labels -> {
                int classes = labels.classes();
                if (classes < 2) {
                    throw new InputException("all samples are of class 0: expected at least 2 classes to tell apart");
                }
                Loss loss =
                        given.orElseGet(() -> classes == 2 ? Loss.binaryCrossEntropy() : Loss.softmaxCrossEntropy());
                boolean oneOutput = classes == 2 && !(loss instanceof Loss.SoftmaxCrossEntropy);
                yield new Ending(oneOutput ? 1 : classes, loss);
            }
        };
    }
}
