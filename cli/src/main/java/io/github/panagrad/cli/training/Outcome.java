package io.github.panagrad.cli.training;

import io.github.panagrad.cli.model.Quality;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The quality of a trained model on samples that it was not trained on.
 *
 * @param onValidation on what was held back, or null
 * @param onTest on the test set, or null
 */
record Outcome(@Nullable Quality onValidation, @Nullable Quality onTest) {
    Optional<Quality> validation() {
        return Optional.ofNullable(onValidation);
    }

    Optional<Quality> test() {
        return Optional.ofNullable(onTest);
    }
}
