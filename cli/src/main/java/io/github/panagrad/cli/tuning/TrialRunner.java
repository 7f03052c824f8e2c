package io.github.panagrad.cli.tuning;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.DivergedException;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.Resume;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.NativeMemoryException;
import io.github.panagrad.tune.Outcome;
import io.github.panagrad.tune.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains trials by one thread each, from their last checkpoints on if there are some, in folders of their own. Threads may share
 * it.
 */
final class TrialRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TrialRunner.class);

    /** What a killed process loses of a trial at most. */
    private static final Interval EVERY = Interval.parse("20s");

    /** So little that no step is taken: the parameters are those of the best epoch before. */
    private static final Duration NO_TIME = Duration.ofNanos(1);

    private final TrialPlanner planner;
    private final List<TrialPart> parts;
    private final int evaluated;
    private final Monitor metric;
    private final Backend backend;
    private final Path folder;
    private final Consumer<String> notice;
    private final Set<Trainer> running = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopped;

    /**
     * Prepares trials.
     *
     * @param parts what each of them is trained on, one network for each
     * @param metric what makes a trial better than another
     * @param folder for the folders of trials
     * @param notice receives messages to the user
     */
    TrialRunner(TrialPlanner planner, List<TrialPart> parts, Monitor metric, Path folder, Consumer<String> notice) {
        this.planner = planner;
        this.parts = List.copyOf(parts);
        this.evaluated = parts.stream().mapToInt(part -> part.held().size()).sum();
        this.metric = metric;
        this.backend = planner.backend();
        this.folder = folder;
        this.notice = notice;
    }

    /**
     * What a run of a trial has come to.
     *
     * @param outcome what the study is told; empty if it was stopped, or the time was over
     * @param value the value so far; empty if there is none
     */
    record Run(Optional<Outcome> outcome, OptionalDouble value) {
        private static Run failed(@Nullable String reason) {
            return new Run(Optional.of(new Outcome.Failed(String.valueOf(reason))), OptionalDouble.empty());
        }
    }

    /** Trains a trial to where it is to be paused, or to its end, unless it is stopped or the time is over. */
    Run run(Trial trial, Optional<Duration> limit) throws IOException {
        try {
            PlannedTrial plan = planner.plan(trial.parameters());
            List<History> histories = new ArrayList<>();
            long start = System.nanoTime();
            for (TrialPart part : parts) {
                Optional<Duration> left = limit.map(all -> atLeastATick(all.minusNanos(System.nanoTime() - start)));
                Fitted fitted = fit(trial.number(), plan, part, new Stretch(trial.until(), left, left, false));
                fitted.network.close();
                histories.add(fitted.history);
            }
            return result(trial, plan, histories);
        } catch (InvalidInputException | DivergedException | NativeMemoryException e) {
            LOG.debug("trial {} failed", trial.number(), e);
            return Run.failed(e.getMessage());
        }
    }

    private static Duration atLeastATick(Duration left) {
        return left.isPositive() ? left : NO_TIME;
    }

    private Run result(Trial trial, PlannedTrial plan, List<History> histories) {
        long until = trial.until().orElse(Long.MAX_VALUE);
        boolean isPaused = false;
        boolean isUndone = false;
        long most = 0;
        double sum = 0;
        for (History history : histories) {
            int epochs = history.epochs().size();
            boolean isInterrupted = history.ending() == Ending.STOP_REQUESTED || history.ending() == Ending.TIME_LIMIT;
            isPaused |= isInterrupted && epochs >= until;
            isUndone |= isInterrupted && epochs < until;
            most = Math.max(most, epochs);
            sum += epochs == 0 ? Double.NaN : metric.of(best(history, plan));
        }
        double value = sum / histories.size();
        if (isUndone) {
            return new Run(
                    Optional.empty(), Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty());
        }
        if (!Double.isFinite(value)) {
            return Run.failed(metric.name() + " is " + value);
        }
        return new Run(
                Optional.of(isPaused ? new Outcome.Paused(until, value) : new Outcome.Complete(most, value)),
                OptionalDouble.of(value));
    }

    private static EpochMetrics best(History history, PlannedTrial plan) {
        return plan.earlyStopping().map(history::best).orElseGet(history::last);
    }

    private Network network(PlannedTrial plan, TrialPart part) {
        return plan.request()
                .network(plan.spec(), backend, config(plan, part).execution().seed(), part.training());
    }

    /** Returns how a network is trained; with several parts the seeds are consecutive, as those of {@code train --folds}. */
    private TrainingConfig config(PlannedTrial plan, TrialPart part) {
        TrainingConfig config = plan.request().config().withThreads(1);
        return config.withSeed(config.execution().seed() + parts.indexOf(part));
    }

    /** A network, which whoever gets it closes, and how it was trained. */
    private record Fitted(Network network, History history) {}

    /**
     * How far a network is trained.
     *
     * @param until the epoch where it is paused
     * @param resumed how long it may take from a checkpoint on
     * @param anew how long it may take from the start
     * @param otherArithmetic whether the checkpoint may be of another machine, because no step follows
     */
    private record Stretch(
            OptionalLong until, Optional<Duration> resumed, Optional<Duration> anew, boolean otherArithmetic) {}

    private Fitted fit(int trial, PlannedTrial plan, TrialPart part, Stretch stretch) throws IOException {
        Path own = Files.createDirectories(folder(trial)).resolve(part.name());
        try {
            Optional<Resume> newest =
                    CheckpointFile.latest(own, notice).map(file -> new Resume(file, stretch.otherArithmetic));
            if (newest.isPresent()) {
                return fitted(plan, part, stretch.until, stretch.resumed, own, newest);
            }
        } catch (CheckpointException e) {
            // Of another machine or version, or damaged: the trial is worth more than the time that it took.
            notice.accept("WARN: trial " + trial + " begins anew: " + e.getMessage());
            delete(own);
        }
        return fitted(plan, part, stretch.until, stretch.anew, own, Optional.empty());
    }

    private Fitted fitted(
            PlannedTrial plan,
            TrialPart part,
            OptionalLong until,
            Optional<Duration> limit,
            Path own,
            Optional<Resume> newest) {
        Network network = network(plan, part);
        try {
            return new Fitted(network, fit(plan, part, network, until, limit, own, newest));
        } catch (Throwable e) {
            network.close();
            throw e;
        }
    }

    private History fit(
            PlannedTrial plan,
            TrialPart part,
            Network network,
            OptionalLong until,
            Optional<Duration> limit,
            Path own,
            Optional<Resume> newest) {
        try (Trainer trainer = new Trainer(network, config(plan, part))) {
            FitOptions options = FitOptions.none()
                    .withValidation(part.held())
                    .withCheckpoints(Checkpoints.in(own, EVERY))
                    .withListener(new Pause(trainer, until.orElse(Long.MAX_VALUE), notice));
            if (metric instanceof Monitor.OfMetric watched) {
                options = options.withMetrics(watched.metric());
            }
            EarlyStopping rule = plan.earlyStopping().orElse(null);
            if (rule != null) {
                options = options.withEarlyStopping(rule);
            }
            if (newest.isPresent()) {
                options = options.resumedFrom(newest.get());
            }
            if (limit.isPresent()) {
                options = options.withTimeLimit(limit.get());
            }
            running.add(trainer);
            try {
                if (isStopped) {
                    trainer.requestStop();
                }
                return trainer.fit(part.training(), options);
            } finally {
                running.remove(trainer);
            }
        }
    }

    /** Stops a training when it has as many epochs as it is to have for now. */
    private record Pause(Trainer trainer, long until, Consumer<String> notice) implements TrainingListener {
        @Override
        public void onStart(List<EpochMetrics> done) {
            stopAt(done.size());
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            stopAt(metrics.epoch());
        }

        private void stopAt(int epochs) {
            if (epochs >= until) {
                trainer.requestStop();
            }
        }

        @Override
        public void onCheckpointFailed(long step, Exception failure) {
            notice.accept("WARN: " + failure.getMessage());
        }
    }

    /**
     * Returns the networks of a trial with the parameters of its best epoch until now; the caller closes them. Where there is no
     * checkpoint that can be used, it is trained again, to its end.
     */
    TrialNetworks networks(int trial, Map<String, String> parameters) throws IOException {
        PlannedTrial plan = planner.plan(parameters);
        List<Network> networks = new ArrayList<>();
        List<History> histories = new ArrayList<>();
        double[][] predictions = new double[evaluated][];
        try {
            for (TrialPart part : parts) {
                Fitted fitted = fit(
                        trial,
                        plan,
                        part,
                        new Stretch(OptionalLong.empty(), Optional.of(NO_TIME), Optional.empty(), true));
                networks.add(fitted.network);
                histories.add(fitted.history);
                try (Evaluator evaluator = new Evaluator(fitted.network, 1)) {
                    double[][] own = evaluator.predict(part.held());
                    for (int i = 0; i < own.length; i++) {
                        predictions[part.positions()[i]] = own[i];
                    }
                }
            }
            return new TrialNetworks(trial, plan, networks, histories, predictions);
        } catch (Throwable e) {
            networks.forEach(Network::close);
            throw e;
        }
    }

    /** Asks the trials that run, and later ones, to stop after the current step; any thread may call this. */
    void requestStop() {
        isStopped = true;
        running.forEach(Trainer::requestStop);
    }

    /** From now on trials are not stopped, so that their networks can be had. */
    void goOn() {
        isStopped = false;
    }

    private Path folder(int trial) {
        return folder.resolve("trial-" + trial);
    }

    /** Deletes the checkpoints of a trial, if there are some. */
    void forget(int trial) {
        try {
            delete(folder(trial));
        } catch (IOException e) {
            notice.accept("WARN: the checkpoints of trial " + trial + " cannot be deleted: " + IoReason.of(e));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
