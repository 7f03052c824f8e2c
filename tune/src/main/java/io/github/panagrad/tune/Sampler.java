package io.github.panagrad.tune;

import io.github.panagrad.tensor.RandomKey;
import java.util.List;
import java.util.Map;

/** Chooses the parameters of a new trial. A value. */
public sealed interface Sampler permits RandomSearch, Tpe {
    /** Returns its name. */
    String name();

    /**
     * Chooses parameters: a function of its arguments, and the same on every machine.
     *
     * @param results of the trials that have one, in the order in which they began
     * @param key randomness that nothing else uses
     */
    Map<String, String> sample(SearchSpace space, List<Result> results, RandomKey key);

    /**
     * The result of a trial.
     *
     * @param parameters of the trial; perhaps without some of the space, and with others
     * @param loss less is better; infinite if it failed
     */
    record Result(Map<String, String> parameters, double loss) {}

    /** Returns {@link RandomSearch}. */
    static Sampler random() {
        return new RandomSearch();
    }

    /** Returns {@link Tpe} with its usual constants. */
    static Sampler tpe() {
        return Tpe.usual();
    }
}
