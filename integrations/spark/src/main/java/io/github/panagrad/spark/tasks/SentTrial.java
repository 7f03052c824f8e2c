package io.github.panagrad.spark.tasks;

import io.github.panagrad.tune.Trial;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.OptionalLong;

/**
 * A trial as it travels to an executor. A value.
 *
 * @param until -1 if it goes on to its end
 */
public record SentTrial(int number, LinkedHashMap<String, String> parameters, long from, long until)
        implements Serializable {
    /** Takes a trial. */
    public static SentTrial of(Trial trial) {
        return new SentTrial(
                trial.number(),
                new LinkedHashMap<>(trial.parameters()),
                trial.from(),
                trial.until().orElse(-1));
    }

    /** Returns the trial. */
    public Trial trial() {
        return new Trial(number, parameters, from, until < 0 ? OptionalLong.empty() : OptionalLong.of(until));
    }
}
