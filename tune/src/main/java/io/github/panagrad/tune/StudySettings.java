package io.github.panagrad.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a study searches, and how; made by {@link #of} and the {@code with} methods. A value.
 *
 * @param space what is searched
 * @param goal whether less is better, or more
 * @param sampler chooses the parameters of new trials
 * @param pruning pauses trials that are not among the best; if empty, each goes on to its end
 * @param seed of everything that is random
 * @param first the parameters of the first trials; samplers learn from those that are values of the space, and there may be others; the
 *     very first is what the others are to surpass, and goes on to its end at once
 * @param trials how many are begun at most, at least 1; a study that goes on may have more than before
 * @param finished how many of the best go on to their end when nothing else is left to do, at least 1; this too may change
 * @param facts what else the results depend on, such as the data
 */
public record StudySettings(
        SearchSpace space,
        Goal goal,
        Sampler sampler,
        Optional<Asha> pruning,
        long seed,
        List<Map<String, String>> first,
        int trials,
        int finished,
        Map<String, String> facts) {
    /** Copies lists and maps, and checks the values. */
    public StudySettings {
        if (trials < 1 || finished < 1) {
            throw new IllegalArgumentException(
                    "expected at least 1 trial, of which at least 1 is finished, found " + trials + " and " + finished);
        }
        first = first.stream()
                .map(point -> Collections.unmodifiableMap(new LinkedHashMap<>(point)))
                .toList();
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Returns settings with TPE, without pruning, with the seed 42, for 100 trials of which the best is finished. */
    public static StudySettings of(SearchSpace space, Goal goal) {
        return new StudySettings(space, goal, Sampler.tpe(), Optional.empty(), 42, List.of(), 100, 1, Map.of());
    }

    /** Returns these with another sampler. */
    public StudySettings withSampler(Sampler value) {
        return new StudySettings(space, goal, value, pruning, seed, first, trials, finished, facts);
    }

    /** Returns these with successive halving. */
    public StudySettings withPruning(Asha value) {
        return new StudySettings(space, goal, sampler, Optional.of(value), seed, first, trials, finished, facts);
    }

    /** Returns these with another seed. */
    public StudySettings withSeed(long value) {
        return new StudySettings(space, goal, sampler, pruning, value, first, trials, finished, facts);
    }

    /** Returns these with the parameters of the first trials. */
    public StudySettings withFirst(List<Map<String, String>> values) {
        return new StudySettings(space, goal, sampler, pruning, seed, values, trials, finished, facts);
    }

    /** Returns these with another number of trials. */
    public StudySettings withTrials(int value) {
        return new StudySettings(space, goal, sampler, pruning, seed, first, value, finished, facts);
    }

    /** Returns these with another number of trials that go on to their end. */
    public StudySettings withFinished(int value) {
        return new StudySettings(space, goal, sampler, pruning, seed, first, trials, value, facts);
    }

    /** Returns these with what else the results depend on. */
    public StudySettings withFacts(Map<String, String> values) {
        return new StudySettings(space, goal, sampler, pruning, seed, first, trials, finished, values);
    }

    /** Returns what must be the same when a study goes on, as text. */
    Map<String, String> terms() {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("goal", goal.label());
        terms.put("sampler", sampler.toString());
        terms.put("pruning", pruning.map(Asha::describe).orElse("none"));
        terms.put("seed", String.valueOf(seed));
        space.describe().forEach((name, text) -> terms.put("space." + name, text));
        for (int i = 0; i < first.size(); i++) {
            terms.put("first." + (i + 1), first.get(i).toString());
        }
        facts.forEach((name, text) -> terms.put("fact." + name, text));
        return terms;
    }
}
