package io.github.panagrad.cli.tuning;

import io.github.panagrad.cli.training.TimeLeft;
import io.github.panagrad.tune.Outcome;
import io.github.panagrad.tune.Study;
import io.github.panagrad.tune.Trial;
import io.github.panagrad.tune.TrialRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains the trials of a study by several workers, until nothing is left to do, the time is over, or it is stopped.
 *
 * @param study is asked and told
 * @param runner trains
 * @param workers how many trials are trained at the same time
 * @param time how long it may take
 * @param told receives each trial with what came of it, one at a time
 * @param undone the values of trials that were stopped on their way, by their numbers; written
 */
record Search(
        Study study,
        TrialRunner runner,
        int workers,
        Optional<TimeLeft> time,
        BiConsumer<Trial, Outcome> told,
        Map<Integer, Double> undone) {
    /** Of the time; what is left is for the best trials to be finished. */
    private static final double SEARCHING = 0.8;

    /** Creates one for a study that is at its beginning, or goes on. */
    Search(Study study, TrialRunner runner, int workers, Optional<TimeLeft> time, BiConsumer<Trial, Outcome> told) {
        this(study, runner, workers, time, told, new ConcurrentHashMap<>());
    }

    /**
     * Runs it.
     *
     * @param stop whether to begin nothing else; set if a worker fails
     */
    void run(AtomicBoolean stop) throws IOException {
        try (ExecutorService executor = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name("tune-", 0).factory())) {
            List<Future<?>> futures = new ArrayList<>();
            for (int w = 0; w < workers; w++) {
                futures.add(executor.submit(() -> {
                    try {
                        work(stop);
                    } catch (Throwable e) {
                        // The others need not go on.
                        stop.set(true);
                        runner.requestStop();
                        throw e;
                    }
                    return null;
                }));
            }
            @Nullable Throwable failure = null;
            for (Future<?> future : futures) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    failure = failure == null ? e.getCause() : failure;
                } catch (InterruptedException _) {
                    stop.set(true);
                    runner.requestStop();
                    Thread.currentThread().interrupt();
                }
            }
            rethrow(failure);
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case IOException e -> throw e;
            default -> throw new IllegalStateException("a trial failed", failure);
        }
    }

    private void work(AtomicBoolean stop) throws IOException, InterruptedException {
        while (!isOver(stop)) {
            if (time.filter(left -> left.isPast(SEARCHING)).isPresent()) {
                study.end();
            }
            Trial trial = study.take().orElse(null);
            if (trial == null) {
                return;
            }
            Optional<Outcome> outcome = Optional.empty();
            try {
                if (!isOver(stop)) {
                    outcome = run(trial);
                }
            } finally {
                if (outcome.isEmpty()) {
                    study.giveBack(trial);
                }
            }
        }
    }

    private Optional<Outcome> run(Trial trial) throws IOException {
        Optional<Duration> left = time.map(all -> all.most(true));
        TrialRunner.Run run = runner.run(trial, left);
        if (run.outcome().isEmpty()) {
            run.value().ifPresent(value -> undone.put(trial.number(), value));
            return Optional.empty();
        }
        study.tell(trial, run.outcome().get());
        undone.remove(trial.number());
        synchronized (told) {
            forgetOthers();
            told.accept(trial, run.outcome().get());
        }
        return run.outcome();
    }

    /** Deletes the checkpoints of trials that can neither go on nor be among the best. */
    private void forgetOthers() {
        List<Integer> best = study.best(study.settings().finished()).stream()
                .map(TrialRecord::number)
                .toList();
        for (TrialRecord trial : study.trials()) {
            if (trial.isFailed() || (trial.isComplete() && !best.contains(trial.number()))) {
                runner.forget(trial.number());
            }
        }
    }

    private boolean isOver(AtomicBoolean stop) {
        return stop.get() || time.filter(TimeLeft::isOver).isPresent();
    }
}
