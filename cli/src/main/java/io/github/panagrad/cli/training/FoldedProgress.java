package io.github.panagrad.cli.training;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.checkpoint.OnFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a training of several recipes is: which of them were begun, how much of the time each has used, which networks the time
 * has ended, and which recipes are left out. With a folder it is kept in a {@link ProgressFile}, from which the training goes on after
 * the process has ended, however it did. Threads may share it.
 */
final class FoldedProgress {
    private static final String FORMAT = "format";

    /** Changed when older versions can no longer read the file. */
    private static final Map<String, String> VERSION = Map.of("version", "1");

    private static final String TERMS = "training";
    private static final String TIME = "time";
    private static final String LIMIT = "limit";
    private static final String SECONDS = "seconds";
    private static final String BEGUN = "begun";
    private static final String USED = "used";
    private static final String ENDED = "ended";
    private static final String LEFT_OUT = "left_out";

    /** How often the time is written at most. */
    private static final long TICK_NANOS = 1_000_000_000;

    private final @Nullable Path folder;
    private final Map<String, String> terms;
    private final Optional<TimeLeft> time;
    private final OnFailure onFailure;
    private final Consumer<String> notice;

    /** The time that had been used when a recipe was begun, in seconds. */
    private final Map<String, String> begun = new LinkedHashMap<>();

    /** The time that recipes have used, in seconds. */
    private final Map<String, String> used = new LinkedHashMap<>();

    /** The networks that the time has ended, with the limit that it had. */
    private final Map<String, String> ended = new LinkedHashMap<>();

    /** Recipes that are left out, with the reason. */
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    /** The recipe that is being trained, since when, and what it had used before. */
    private String recipe = "";

    private double since;
    private double usedBefore;
    private long written;
    private boolean isLost;

    /**
     * Begins, or goes on.
     *
     * @param saving whose folder is this run's
     * @param terms what must be the same if it goes on
     * @param limit how long it may take
     * @param notice receives messages to the user
     * @throws InvalidInputException if the folder has another training; the message names all differences
     * @throws UncheckedIOException if nothing can be written, and the training is to stop in that case
     */
    FoldedProgress(
            TrainingCheckpoints saving, Map<String, String> terms, Optional<TimeLeft> limit, Consumer<String> notice) {
        this.folder = saving.open(notice).orElse(null);
        this.terms = terms;
        this.onFailure = saving.onFailure();
        this.notice = notice;
        Map<String, Map<String, String>> saved = folder == null || !saving.resumes()
                ? Map.of()
                : ProgressFile.read(folder).orElse(Map.of());
        if (!saved.isEmpty()) {
            requireSame(saved);
        }
        begun.putAll(saved.getOrDefault(BEGUN, Map.of()));
        used.putAll(saved.getOrDefault(USED, Map.of()));
        leftOut.putAll(saved.getOrDefault(LEFT_OUT, Map.of()));
        double before = number(saved.getOrDefault(TIME, Map.of()), SECONDS);
        time = limit.map(all -> all.after(before));
        saved.getOrDefault(ENDED, Map.of()).forEach((network, its) -> {
            // With a longer limit than it had, it goes on.
            if (limit.isPresent() && limit.get().seconds() <= number(Map.of(LIMIT, its), LIMIT)) {
                ended.put(network, its);
            }
        });
        write();
    }

    private void requireSame(Map<String, Map<String, String>> saved) {
        Path file = ProgressFile.path(folder());
        if (!VERSION.equals(saved.get(FORMAT))) {
            throw new InvalidInputException("--resume: " + Quoted.path(file) + " is of another version of Panagrad;"
                    + " choose another folder");
        }
        Map<String, String> before = saved.getOrDefault(TERMS, Map.of());
        List<String> lines = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(terms.keySet());
        for (String name : names) {
            String was = before.getOrDefault(name, "none");
            String is = terms.getOrDefault(name, "none");
            if (!was.equals(is)) {
                lines.add(Quoted.bare(name) + ": the training before had " + Quoted.bare(was) + ", now it is "
                        + Quoted.bare(is));
            }
        }
        if (!lines.isEmpty()) {
            throw new InvalidInputException("--resume: " + Quoted.path(file)
                    + " is of a training that is not the same: " + String.join("; ", lines)
                    + "; resume with the same data and options, or choose an empty folder");
        }
    }

    private Path folder() {
        if (folder == null) {
            throw new IllegalStateException("there is no folder");
        }
        return folder;
    }

    private double number(Map<String, String> section, String name) {
        String text = section.getOrDefault(name, "0");
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new InvalidInputException(
                "--resume: " + Quoted.path(ProgressFile.path(folder())) + ": expected a number of"
                        + " seconds, found " + Quoted.of(text)
                        + "; delete it: the networks are in other files, and only the time"
                        + " that was used is forgotten");
    }

    /** Returns whether too little time is left to begin anything. */
    boolean isOver() {
        return time.filter(TimeLeft::isOver).isPresent();
    }

    /** Returns whether a recipe was begun, perhaps by an earlier process. */
    synchronized boolean isBegun(String name) {
        return begun.containsKey(name);
    }

    /** Returns why a recipe is left out. */
    synchronized Optional<String> leftOut(String name) {
        return Optional.ofNullable(leftOut.get(name));
    }

    /** Leaves a recipe out. */
    synchronized void leaveOut(String name, String reason) {
        leftOut.put(name, reason);
        write();
    }

    /**
     * Begins a recipe, or goes on with it.
     *
     * @param isLast whether none come after it
     * @return how much longer it may take
     */
    synchronized Optional<Duration> begin(String name, boolean isLast) {
        recipe = name;
        since = seconds();
        usedBefore = number(used, name);
        begun.putIfAbsent(name, String.valueOf(since));
        write();
        return time.map(all -> all.most(isLast, number(begun, name), usedBefore));
    }

    private double seconds() {
        return time.map(TimeLeft::elapsed).orElse(0.0);
    }

    /** Returns whether the time has ended the training of a network. */
    synchronized boolean isEnded(String network) {
        return ended.containsKey(network);
    }

    /** Remembers that the time has ended the training of a network. */
    synchronized void end(String network) {
        ended.put(network, time.map(all -> String.valueOf(all.seconds())).orElse("0"));
        write();
    }

    /** Writes the time that was used, unless that was done just now. */
    synchronized void tick() {
        if (isLost || System.nanoTime() - written > TICK_NANOS) {
            write();
        }
    }

    private void write() {
        if (folder == null) {
            return;
        }
        if (!recipe.isEmpty() && time.isPresent()) {
            used.put(recipe, String.valueOf(usedBefore + seconds() - since));
        }
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        sections.put(FORMAT, VERSION);
        sections.put(TERMS, terms);
        time.ifPresent(all -> sections.put(TIME, Map.of(SECONDS, String.valueOf(all.elapsed()))));
        sections.put(BEGUN, begun);
        sections.put(USED, used);
        sections.put(ENDED, ended);
        sections.put(LEFT_OUT, leftOut);
        try {
            ProgressFile.write(folder, sections);
            isLost = false;
        } catch (IOException e) {
            if (onFailure == OnFailure.STOP) {
                throw new UncheckedIOException(e);
            }
            if (!isLost) {
                notice.accept("WARN: " + e.getMessage());
            }
            isLost = true;
        }
        written = System.nanoTime();
    }
}
