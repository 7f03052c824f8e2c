package io.github.panagrad.tune;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search for the hyper-parameters with the best value. Those who train {@link #ask} what to do next, and {@link #tell} what came
 * of it:
 *
 * <pre>{@code
 * try (Study study = Study.inMemory(StudySettings.of(space, Goal.MINIMIZE))) {
 *     for (Optional<Trial> next = study.ask(); next.isPresent(); next = study.ask()) {
 *         Trial trial = next.get();
 *         study.tell(trial, loss(trial.number("learning-rate")));
 *     }
 *     System.out.println(study.best(1).getFirst().parameters());
 * }
 * }</pre>
 *
 * <p>A study in a folder writes what it was asked and told into a journal before it counts, and goes on from there when it is opened
 * again, whenever its process was killed. What it answers is a function of the settings and of what was asked and told before in
 * this order: with one worker, a study that was killed becomes the same as one that was not, bit for bit.
 *
 * <p>It must be closed. Threads may share it: each asks, trains and tells.
 */
public final class Study implements AutoCloseable {
    /** The name of the journal in the folder of a study. */
    public static final String JOURNAL = "journal.jsonl";

    /** Randomness that nothing else uses under the same seed. */
    private static final int STREAM = 53;

    private final StudySettings settings;
    private final @Nullable Journal journal;
    private final List<TrialRecord> trials = new ArrayList<>();

    /** For each rung, from 0, the trials that have reached it with their losses then. */
    private final List<Map<Integer, Double>> rungs = new ArrayList<>();

    /** The trials that somebody works on. */
    private final Set<Integer> running = new HashSet<>();

    private boolean isEnding;
    private boolean isClosed;

    private Study(StudySettings settings, @Nullable Journal journal) {
        this.settings = settings;
        this.journal = journal;
    }

    /** Returns a study that is gone when it is closed. */
    public static Study inMemory(StudySettings settings) {
        return new Study(settings, null);
    }

    /**
     * Opens a study in a folder, or begins one if there is none. Trials that were begun and not told about are the first to be asked
     * for.
     *
     * @param folder of the study alone; created if it does not exist, but its parent must exist
     * @throws StudyException if the study there has other settings, is in use, or its journal is damaged
     * @throws IOException if the folder cannot be read or written
     */
    public static Study open(Path folder, StudySettings settings) throws IOException {
        Journal journal = Journal.open(folder);
        try {
            Study study = new Study(settings, journal);
            List<JournalEntry> entries = journal.entries();
            if (entries.isEmpty()) {
                journal.add(new JournalEntry.Begun(settings.terms()));
            }
            for (int i = 0; i < entries.size(); i++) {
                study.replay(entries.get(i), i, folder, journal);
            }
            return study;
        } catch (Throwable e) {
            journal.close();
            throw e;
        }
    }

    private void replay(JournalEntry entry, int number, Path folder, Journal of) {
        boolean isInOrder = (number == 0) == (entry instanceof JournalEntry.Begun);
        switch (entry) {
            case JournalEntry.Begun(Map<String, String> terms) when isInOrder -> requireSame(terms, folder);
            case JournalEntry.Asked(int trial, Map<String, String> parameters)
            when isInOrder && trial == trials.size() -> trials.add(new TrialRecord(trial, parameters, List.of()));
            case JournalEntry.Told(int trial, Outcome outcome)
            when isInOrder && trial >= 0 && trial < trials.size() && isOpen(trials.get(trial)) ->
                record(trial, outcome);
            default ->
                throw new StudyException(of.place(number) + ": it does not follow from the lines before it; the journal"
                        + " is damaged: restore it from a copy, or choose another folder");
        }
    }

    private static boolean isOpen(TrialRecord trial) {
        return !trial.isComplete() && !trial.isFailed();
    }

    private void requireSame(Map<String, String> before, Path folder) {
        Map<String, String> now = settings.terms();
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            @Nullable String old = before.get(name);
            @Nullable String current = now.get(name);
            if (!Objects.equals(old, current)) {
                differences.add(name.replaceFirst("^fact\\.", "") + " was " + (old == null ? "not there" : old)
                        + " and is " + (current == null ? "not there" : current));
            }
        }
        if (!differences.isEmpty()) {
            throw new StudyException("the study in " + Quoted.path(folder) + " has other settings: "
                    + Quoted.sentences(differences) + "; use those to go on with it, or choose another folder");
        }
    }

    /** Returns the settings. */
    public StudySettings settings() {
        return settings;
    }

    /**
     * Returns what to do next: a trial that was begun and given back, one that goes on to the next rung, a new one, or one of the
     * best that goes on to its end. Whoever asks must tell, or give back.
     *
     * @return empty if nothing is to be done now; there may be something once others have told
     * @throws IOException if the journal cannot be written; nothing has changed then
     */
    public synchronized Optional<Trial> ask() throws IOException {
        requireOpen();
        Trial next = next();
        if (next != null) {
            running.add(next.number());
        }
        return Optional.ofNullable(next);
    }

    /**
     * The same as {@link #ask}, but waits while there is nothing to be done until others have told. For a worker among several.
     *
     * @return empty if nothing will be left to do
     * @throws IOException if the journal cannot be written
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public synchronized Optional<Trial> take() throws IOException, InterruptedException {
        Optional<Trial> next = ask();
        while (next.isEmpty() && !running.isEmpty()) {
            wait();
            next = ask();
        }
        return next;
    }

    private @Nullable Trial next() throws IOException {
        if (!isEnding) {
            for (TrialRecord trial : trials) {
                if (trial.outcomes().isEmpty() && !running.contains(trial.number())) {
                    return begun(trial);
                }
            }
            Trial promoted = promoted();
            if (promoted != null) {
                return promoted;
            }
            if (trials.size() < settings.trials()) {
                return created();
            }
        }
        for (TrialRecord trial : best(settings.finished())) {
            if (trial.isPaused() && !running.contains(trial.number())) {
                return new Trial(trial.number(), trial.parameters(), trial.resource(), OptionalLong.empty());
            }
        }
        return null;
    }

    private Trial begun(TrialRecord trial) {
        // What the others are to surpass is not given up because it learns slowly at first.
        boolean isReference = trial.number() == 0 && !settings.first().isEmpty();
        OptionalLong until = settings.pruning().isEmpty() || isReference
                ? OptionalLong.empty()
                : OptionalLong.of(settings.pruning().get().resource(0));
        return new Trial(trial.number(), trial.parameters(), 0, until);
    }

    /** Returns a paused trial that goes on, one of the highest rung first. */
    private @Nullable Trial promoted() {
        Asha asha = settings.pruning().orElse(null);
        if (asha == null) {
            return null;
        }
        for (int rung = rungs.size() - 1; rung >= 0; rung--) {
            for (int number : promotable(asha, rung)) {
                TrialRecord trial = trials.get(number);
                if (trial.isPaused() && !running.contains(number)) {
                    return new Trial(
                            number, trial.parameters(), trial.resource(), OptionalLong.of(asha.resource(rung + 1)));
                }
            }
        }
        return null;
    }

    /** Returns the best of a rung that have not reached the next one, the best first. */
    private List<Integer> promotable(Asha asha, int rung) {
        Map<Integer, Double> reached = rungs.get(rung);
        return reached.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .limit(asha.promoted(reached.size()))
                .map(Map.Entry::getKey)
                .filter(number ->
                        rung + 1 >= rungs.size() || !rungs.get(rung + 1).containsKey(number))
                .toList();
    }

    private Trial created() throws IOException {
        int number = trials.size();
        Map<String, String> parameters = number < settings.first().size()
                ? settings.first().get(number)
                : settings.sampler()
                        .sample(
                                settings.space(),
                                results(),
                                RandomKey.of(settings.seed()).fold(STREAM).fold(number));
        write(new JournalEntry.Asked(number, parameters));
        TrialRecord trial = new TrialRecord(number, parameters, List.of());
        trials.add(trial);
        return begun(trial);
    }

    private List<Sampler.Result> results() {
        return trials.stream()
                .filter(trial -> trial.last().isPresent())
                .map(trial ->
                        new Sampler.Result(trial.parameters(), settings.goal().loss(trial.value())))
                .toList();
    }

    /**
     * Tells the value of a trial that has come to its end.
     *
     * @param value the result; if it is not finite, the trial has failed
     * @throws IOException if the journal cannot be written; nothing has changed then
     */
    public void tell(Trial trial, double value) throws IOException {
        tell(
                trial,
                Double.isFinite(value)
                        ? new Outcome.Complete(trial.from(), value)
                        : new Outcome.Failed("the value is " + value));
    }

    /**
     * Tells what came of a trial.
     *
     * @throws IllegalStateException if nobody has asked for it, or its result was told before
     * @throws IllegalArgumentException if it was paused where it was not to be
     * @throws IOException if the journal cannot be written; nothing has changed then
     */
    public synchronized void tell(Trial trial, Outcome outcome) throws IOException {
        requireOpen();
        requireRunning(trial);
        if (outcome instanceof Outcome.Paused(long resource, double _)
                && (trial.until().isEmpty() || resource != trial.until().getAsLong())) {
            throw new IllegalArgumentException("trial " + trial.number() + " was paused at " + resource + ", but was"
                    + " to go on "
                    + (trial.until().isEmpty()
                            ? "to its end"
                            : "until " + trial.until().getAsLong()));
        }
        write(new JournalEntry.Told(trial.number(), outcome));
        record(trial.number(), outcome);
        running.remove(trial.number());
        notifyAll();
    }

    /**
     * Gives back a trial without a result; it is asked for again, by others or when the study is opened again.
     *
     * @throws IllegalStateException if nobody has asked for it, or its result was told before
     */
    public synchronized void giveBack(Trial trial) {
        requireRunning(trial);
        running.remove(trial.number());
        notifyAll();
    }

    private void requireRunning(Trial trial) {
        if (!running.contains(trial.number())) {
            throw new IllegalStateException("trial " + trial.number() + " was told about already, or never asked for");
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the study is closed");
        }
    }

    private void write(JournalEntry entry) throws IOException {
        if (journal != null) {
            journal.add(entry);
        }
    }

    /** Takes an outcome into account; a function of what was told before, so that it is the same when a journal is read. */
    private void record(int number, Outcome outcome) {
        TrialRecord trial = trials.get(number).with(outcome);
        trials.set(number, trial);
        Asha asha = settings.pruning().orElse(null);
        if (asha == null || outcome instanceof Outcome.Failed) {
            return;
        }
        int rung = 0;
        while (rung < rungs.size() && rungs.get(rung).containsKey(number)) {
            rung++;
        }
        reach(rung, trial);
        promoteComplete(asha);
    }

    private void reach(int rung, TrialRecord trial) {
        if (rung == rungs.size()) {
            rungs.add(new HashMap<>());
        }
        rungs.get(rung).put(trial.number(), settings.goal().loss(trial.value()));
    }

    /** Lets trials that have come to their end reach the rungs to which they would go on, at no cost. */
    private void promoteComplete(Asha asha) {
        for (int rung = 0; rung < rungs.size(); rung++) {
            for (int number : promotable(asha, rung)) {
                if (trials.get(number).isComplete()) {
                    reach(rung + 1, trials.get(number));
                }
            }
        }
    }

    /**
     * From now on no new trials are begun and none is promoted: what is left to do is to finish the best. Call it when the time is
     * nearly over.
     */
    public synchronized void end() {
        isEnding = true;
        notifyAll();
    }

    /** Returns all trials, in the order in which they began. */
    public synchronized List<TrialRecord> trials() {
        return List.copyOf(trials);
    }

    /** Returns the trials with the best values, the best first; fewer if there are not as many with one. */
    public synchronized List<TrialRecord> best(int most) {
        return trials.stream()
                .filter(trial -> !Double.isNaN(trial.value()))
                .sorted(Comparator.comparingDouble(
                        (TrialRecord trial) -> settings.goal().loss(trial.value())))
                .limit(most)
                .toList();
    }

    /**
     * Returns how much each parameter explains of the results, by its name, the greatest share first: the part of the variance of
     * the results' ranks that is between groups of trials with the same choice, or with numbers from the same quarter of those tried,
     * corrected for the number of groups (ε², in [0, 1]). Parameters that too few trials say something about are left out.
     */
    public synchronized Map<String, Double> importance() {
        return Importance.of(
                settings.space(),
                results().stream()
                        .filter(result -> Double.isFinite(result.loss()))
                        .toList());
    }

    /** Releases the folder; trials that were not told about are asked for when it is opened again. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        isClosed = true;
        notifyAll();
        if (journal != null) {
            journal.close();
        }
    }
}
