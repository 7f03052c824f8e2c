package io.github.panagrad.cli.model;

import io.github.panagrad.table.training.TrainedFacts;
import java.util.Map;

/** The facts in a model file that commands read again. */
public final class ModelFacts {
    /** All options that decide what was learned, as a file for {@code --config}. */
    public static final String CONFIG = "config";

    private ModelFacts() {}

    /** Returns the seed a model was trained with, or another number if the model does not say. */
    static long seed(Map<String, String> facts, long otherwise) {
        String seed = facts.get(TrainedFacts.SEED);
        try {
            return seed == null ? otherwise : Long.parseLong(seed);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
