package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for training networks without each fold of the samples in its turn. */
@OptionGroup("Training")
public final class FoldEnsembleOptions {
    @Option(
            names = "--folds",
            paramLabel = "K",
            description =
                    "Divide the samples into K parts, and train a network without each of them. They predict together; each"
                            + " sample is evaluated by the network that has not seen it. At least 2. Default: none, but 5 with"
                            + " --preset best.")
    private @Nullable Integer folds;

    /** Requires that nothing else is held back. */
    public static void requireNothingElse(ValidationOptions validation) {
        if (validation.isValidated()) {
            throw new InvalidInputException("--folds holds each part back in its turn; leave out --validation,"
                    + " --validation-column and --validation-data");
        }
    }

    /**
     * Divides samples, of classes with the same shares in each part.
     *
     * @throws InvalidInputException if there are too few samples
     */
    public static List<Fold> divided(Dataset samples, int folds, long seed) {
        try {
            return new KFold(folds, seed).of(samples);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("--folds " + folds + ": " + e.getMessage() + "; ask for fewer", e);
        }
    }

    /** Returns the number of folds; empty if a part of the samples is held back instead. */
    public OptionalInt folds() {
        return folds == null ? OptionalInt.empty() : OptionalInt.of(Values.atLeast("--folds", 2, folds));
    }
}
