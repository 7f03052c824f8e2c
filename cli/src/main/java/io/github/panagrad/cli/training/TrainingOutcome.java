package io.github.panagrad.cli.training;

import io.github.panagrad.table.model.Quality;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The quality of a trained model on samples that it was not trained on.
 *
 * @param temperature by which the logits were divided after training; 1 if they were not
 * @param onValidation on what was held back, or null
 * @param onTest on the test set, or null
 */
public record TrainingOutcome(
        double temperature,
        @Nullable Quality onValidation,
        @Nullable Quality onTest) {
    /** Returns the outcome of a training that was not evaluated. */
    public static TrainingOutcome none() {
        return new TrainingOutcome(1, null, null);
    }

    /** Returns whether probabilities were made softer. */
    boolean isSoftened() {
        return temperature > 1;
    }

    /** Returns that on what was held back. */
    public Optional<Quality> validation() {
        return Optional.ofNullable(onValidation);
    }

    /** Returns that on the test set. */
    public Optional<Quality> test() {
        return Optional.ofNullable(onTest);
    }
}
