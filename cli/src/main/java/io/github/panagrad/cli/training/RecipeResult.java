package io.github.panagrad.cli.training;

import io.github.panagrad.nn.History;
import java.util.List;

/**
 * What became of a recipe.
 *
 * @param name its name
 * @param histories of its networks, in the order of the folds
 * @param loss the mean loss of the samples, each predicted by the network that has not seen it
 * @param seconds how long its training took
 */
record RecipeResult(String name, List<History> histories, double loss, double seconds) {
    /** Copies the list. */
    RecipeResult {
        histories = List.copyOf(histories);
    }

    /** Returns the fewest epochs of a network, those of which only a part was done not included. */
    int leastEpochs() {
        return histories.stream()
                .mapToInt(history -> history.epochs().size())
                .min()
                .orElse(0);
    }

    /** Returns the most epochs of a network. */
    int mostEpochs() {
        return histories.stream()
                .mapToInt(history -> history.epochs().size())
                .max()
                .orElse(0);
    }
}
