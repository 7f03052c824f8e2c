package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for softer probabilities. */
@OptionGroup("Training")
public final class TemperatureOption {
    private static final String FITTED = "fitted";

    @Option(
            names = "--temperature",
            paramLabel = "fitted|none",
            hideParamSyntax = true,
            description =
                    "Whether probabilities of classes are made softer after training, by the temperature that fits the"
                            + " validation set best (docs/regularization.md). Default: none, but fitted with --preset quick.")
    private @Nullable String temperature;

    /** Returns whether a temperature is to be fitted where there are probabilities; checks that it can be. */
    public boolean isFitted(boolean isValidated, boolean isFolded) {
        if (temperature == null
                || !Values.named("--temperature", temperature, List.of(FITTED, "none"), name -> name)
                        .equals(FITTED)) {
            return false;
        }
        if (isFolded) {
            throw new InvalidInputException(
                    "--temperature fitted does not go with --folds or --preset best, whose networks"
                            + " are softer together; leave it out");
        }
        if (!isValidated) {
            throw new InvalidInputException("--temperature fitted follows the validation set, but nothing is held back:"
                    + " leave out --validation 0, or --temperature");
        }
        return true;
    }
}
