package io.github.panagrad.cli.training;

import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.ensemble.Recipe;
import io.github.panagrad.tensor.Backend;
import java.util.Optional;

/**
 * A recipe whose options were checked against the data.
 *
 * @param name for people
 * @param request what its options request
 * @param spec the shape of its networks
 * @param earlyStopping when their training ends early
 */
public record PlannedRecipe(
        String name, TrainingRequest request, NetworkSpec spec, Optional<EarlyStopping> earlyStopping) {
    /** Returns the same recipe for a round, from 1, of networks from other random numbers, with a name of its own. */
    PlannedRecipe again(int round) {
        return new PlannedRecipe(name(name, round), request, spec, earlyStopping);
    }

    /** Returns the name of a recipe that is tried several times. */
    static String name(String first, int round) {
        return round == 1 ? first : first + "_" + round;
    }

    /** Returns how its networks are made and trained, with a seed for the first one. */
    Recipe recipe(Backend backend, long seed) {
        return new Recipe(
                name,
                (training, own) -> request.network(spec, backend, own, training),
                request.config().withSeed(seed),
                earlyStopping);
    }
}
