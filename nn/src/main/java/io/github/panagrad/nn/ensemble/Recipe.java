package io.github.panagrad.nn.ensemble;

import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import java.util.Optional;

/**
 * How networks of one kind are made and trained.
 *
 * @param name for people
 * @param maker makes a network
 * @param config how it is trained, from the seed on that the first network has
 * @param earlyStopping when training ends early
 */
public record Recipe(String name, Maker maker, TrainingConfig config, Optional<EarlyStopping> earlyStopping) {
    /** Makes a network. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes a network; the caller closes it.
         *
         * @param training the samples that it will be trained on
         * @param seed of its parameters
         */
        Network make(Dataset training, long seed);
    }
}
