package io.github.panagrad.cli.training;

import io.github.panagrad.cli.options.CheckpointOptions;
import io.github.panagrad.cli.options.Portfolio;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.Resume;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.checkpoint.OnFailure;
import io.github.panagrad.nn.io.FolderLock;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.io.TemporaryFile;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the trainings of a command write their checkpoints, and where they resume: a single one in the folder of
 * {@code --checkpoint} itself, several in sub-folders of it, such as {@code member-1}. With several it holds the lock of the
 * folder, and must be closed. Threads may share it.
 */
public final class TrainingCheckpoints implements AutoCloseable {
    /** What a command trains. */
    public enum Kind {
        /** One network. */
        SINGLE,
        /** The networks of an ensemble. */
        MEMBER,
        /** A network for each fold of a cross-validation. */
        FOLD,
        /** A network without each fold of the samples. */
        NETWORK,
        /** Such networks of several recipes. */
        RECIPE;

        /** Returns the names of sub-folders, without their numbers. */
        private List<String> names() {
            return switch (this) {
                case SINGLE -> List.of();
                case MEMBER -> List.of("member");
                case FOLD -> List.of("fold");
                case NETWORK -> List.of(FoldedTraining.ONLY_RECIPE);
                case RECIPE ->
                    Stream.of(Portfolio.values())
                            .flatMap(recipe -> IntStream.rangeClosed(1, FoldedTraining.MOST_ROUNDS)
                                    .mapToObj(round -> PlannedRecipe.name(recipe.label(), round)))
                            .toList();
            };
        }

        /** Returns how often checkpoints are written; several small networks at a time have many epochs a second. */
        private Interval every() {
            return switch (this) {
                case SINGLE, MEMBER, FOLD -> new Interval.Epochs(1);
                case NETWORK, RECIPE -> new Interval.Time(Duration.ofSeconds(20));
            };
        }

        private boolean has(String part) {
            return PART.matcher(part).matches() && names().contains(part.substring(0, part.lastIndexOf('-')));
        }
    }

    private static final Pattern PART = Pattern.compile("[a-z][a-z_0-9]*-[1-9][0-9]*");

    private final @Nullable Checkpoints settings;
    private final boolean resumes;
    private final boolean elsewhere;
    private final Kind kind;
    private @Nullable FolderLock lock;

    private TrainingCheckpoints(@Nullable Checkpoints settings, boolean resumes, boolean elsewhere, Kind kind) {
        this.settings = settings;
        this.resumes = resumes;
        this.elsewhere = elsewhere;
        this.kind = kind;
    }

    /**
     * Checks that the folder, if there is one, may be used; nothing is written before the first training begins.
     *
     * @throws InvalidInputException if it has the checkpoints of something else, or some and {@code --resume} was not given
     */
    public static TrainingCheckpoints of(CheckpointOptions options, Kind kind) {
        Checkpoints settings = options.checkpoints(kind.every()).orElse(null);
        if (settings != null) {
            requireOnly(settings.directory(), kind);
            if (!options.resumes()) {
                requireNone(settings.directory());
            }
        }
        return new TrainingCheckpoints(settings, options.resumes(), options.resumesElsewhere(), kind);
    }

    /** Returns none. */
    public static TrainingCheckpoints none() {
        return new TrainingCheckpoints(null, false, false, Kind.SINGLE);
    }

    private static Optional<FolderLock> lock(Path folder) throws IOException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
            }
            return FolderLock.tryLock(folder);
        } catch (IOException e) {
            throw new IOException("cannot write to the folder " + folder + ": " + IoReason.of(e), e);
        }
    }

    /** Requires that a folder has no checkpoints that are not of this kind. */
    private static void requireOnly(Path folder, Kind kind) {
        Optional<String> other =
                kind == Kind.SINGLE || CheckpointFile.list(folder).isEmpty()
                        ? parts(folder).stream().filter(name -> !kind.has(name)).findFirst()
                        : Optional.of("of a single training");
        if (other.isPresent()) {
            throw new InvalidInputException(
                    "--checkpoint " + folder + " has other checkpoints, " + other.get() + "; choose another folder");
        }
    }

    private static void requireNone(Path folder) {
        List<Path> own = CheckpointFile.list(folder);
        if (!own.isEmpty()) {
            throw new InvalidInputException("--checkpoint " + Quoted.path(folder)
                    + " already has checkpoints, the newest " + own.getLast().getFileName()
                    + ": add --resume to go on from it, or choose an empty folder");
        }
        for (String part : parts(folder)) {
            if (!CheckpointFile.list(folder.resolve(part)).isEmpty()) {
                throw new InvalidInputException("--checkpoint " + folder + " already has checkpoints, in " + part
                        + ": add --resume, or choose an empty folder");
            }
        }
    }

    private static List<String> parts(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> Stream.of(Kind.values()).anyMatch(kind -> kind.has(name)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInputException("--checkpoint " + folder + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    /** Returns whether there is a folder for checkpoints. */
    public boolean isPresent() {
        return settings != null;
    }

    /** Returns whether trainings go on from what is in it. */
    boolean resumes() {
        return resumes;
    }

    /** Returns what becomes of a training whose checkpoints cannot be written. */
    OnFailure onFailure() {
        return settings == null ? OnFailure.CONTINUE : settings.onFailure();
    }

    /**
     * Takes the folder of several trainings, and deletes what killed processes left in it.
     *
     * @param notice receives messages to the user
     * @return the folder, if there is one and it can be written to
     * @throws InvalidInputException if another run uses it
     * @throws UncheckedIOException if it cannot be created or read
     */
    Optional<Path> open(Consumer<String> notice) {
        if (settings == null || !isOwn(settings.directory(), notice)) {
            return Optional.empty();
        }
        deleteLeftovers(settings.directory());
        return Optional.of(settings.directory());
    }

    private synchronized void deleteLeftovers(Path folder) {
        // Without a lock another process may be writing them.
        if (lock != null && lock.isExclusive()) {
            try {
                TemporaryFile.deleteLeftovers(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the folder " + folder + ": " + IoReason.of(e), e);
            }
        }
    }

    /** Returns the sub-folders that have checkpoints. */
    List<String> parts() {
        return settings == null
                ? List.of()
                : parts(settings.directory()).stream()
                        .filter(part -> !CheckpointFile.list(
                                        settings.directory().resolve(part))
                                .isEmpty())
                        .toList();
    }

    /**
     * Adds checkpoints to what goes on around the steps of a training, and the newest of them to resume from, which is said.
     *
     * @param config of the training
     * @param number of the training, from 1
     * @param notice receives messages to the user
     * @throws InvalidInputException if another run uses the folder of several trainings
     * @throws UncheckedIOException if that folder cannot be created
     */
    public FitOptions with(FitOptions options, TrainingConfig config, int number, Consumer<String> notice) {
        FitOptions saving =
                with(options, config, kind == Kind.SINGLE ? "" : kind.names().getFirst() + "-" + number, notice);
        Resume newest = saving.resume().orElse(null);
        return newest == null
                ? saving
                : saving.withListener(new TrainingListener() {
                    @Override
                    public void onStart(List<EpochMetrics> done) {
                        notice.accept("resuming from " + newest.checkpoint());
                    }
                });
    }

    /**
     * Adds checkpoints to what goes on around the steps of a training, and the newest of them to resume from.
     *
     * @param config of the training
     * @param part the name of its sub-folder; empty for the folder itself
     * @param notice receives messages to the user
     */
    FitOptions with(FitOptions options, TrainingConfig config, String part, Consumer<String> notice) {
        if (settings == null || !isOwn(settings.directory(), notice)) {
            return options;
        }
        Path directory =
                part.isEmpty() ? settings.directory() : settings.directory().resolve(part);
        FitOptions saving = options.withCheckpoints(
                new Checkpoints(directory, settings.every(), settings.keep(), settings.onFailure()));
        Optional<Path> newest =
                resumes && Files.isDirectory(directory) ? CheckpointFile.latest(directory, notice) : Optional.empty();
        if (newest.isEmpty()) {
            return saving;
        }
        requireDefaults(newest.get(), config);
        return saving.resumedFrom(new Resume(newest.get(), elsewhere));
    }

    /**
     * Requires the schedule and the penalties of a checkpoint, whose defaults depend on the number of epochs: who wants to train
     * longer must say what becomes of them.
     */
    private static void requireDefaults(Path checkpoint, TrainingConfig config) {
        Map<String, String> saved = CheckpointFile.inspect(checkpoint).training();
        List<String> missing = new ArrayList<>();
        String schedule = saved.getOrDefault("schedule", "");
        if (!schedule.equals(Schedule.format(config.optimization().schedule()))) {
            missing.add("--schedule " + schedule);
        }
        List<String> penalties =
                List.of(saved.getOrDefault("regularizers", "none").split(" "));
        List<String> now = config.regularization().regularizers().stream()
                .map(Regularizer.choices()::format)
                .toList();
        if (!penalties.equals(now.isEmpty() ? List.of("none") : now)) {
            penalties.forEach(
                    penalty -> missing.add("--regularizer " + (penalty.equals("none") ? "weight_decay:0" : penalty)));
        }
        if (!missing.isEmpty()) {
            throw new InvalidInputException(
                    Quoted.path(checkpoint) + ": the training has other defaults now, because they"
                            + " depend on the number of epochs or on other options; to go on with those of the checkpoint, add "
                            + Quoted.line(String.join(" ", missing)));
        }
    }

    /** Returns whether the folder of several trainings is still this run's; locks it again if it was deleted meanwhile. */
    private synchronized boolean isOwn(Path folder, Consumer<String> notice) {
        if (kind == Kind.SINGLE) {
            // The training locks it.
            return true;
        }
        FolderLock held = lock;
        if (held == null) {
            lock = first(folder);
            return true;
        }
        if (held.isInPlace()) {
            return true;
        }
        try {
            FolderLock again = lock(folder).orElse(null);
            if (again == null) {
                notice.accept("WARN: no checkpoints: another run writes its own to " + folder);
                return false;
            }
            held.close();
            lock = again;
        } catch (IOException e) {
            // The folder may be there again when a checkpoint is due; until then each failure is reported.
            notice.accept("WARN: " + e.getMessage());
        }
        return true;
    }

    private static FolderLock first(Path folder) {
        try {
            return lock(folder)
                    .orElseThrow(() -> new InvalidInputException("--checkpoint " + folder
                            + ": another run writes its checkpoints here; choose another folder"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Releases the folder. */
    @Override
    public synchronized void close() {
        if (lock != null) {
            lock.close();
        }
    }
}
