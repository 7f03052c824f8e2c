package io.github.panagrad.nn.ensemble;

import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.engine.Closer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Trains networks of a recipe, each without one fold of the samples, which it is then evaluated on, so that each sample gets a
 * prediction by a network that has not seen it. Several networks are trained at once, each by one thread, all from the same
 * copy of the samples. The networks are the same for every number of threads, unless a time limit ends their training.
 *
 * <p>It owns its threads and must be closed. For use by one thread, but for {@link #requestStop}.
 */
public final class FoldTraining implements AutoCloseable {
    private final Dataset training;
    private final Dataset heldOut;
    private final List<Fold> folds;
    private final int threads;
    private final ExecutorService executor;
    private final Set<Trainer> running = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopped;

    /** Whether the other networks of a recipe are not needed, because one of them failed. */
    private volatile boolean isAborted;

    /**
     * Starts threads.
     *
     * @param training all samples, as they are trained on
     * @param heldOut the same samples, as they are evaluated: perhaps with other weights
     * @param folds a division of them, such as that by {@link io.github.panagrad.nn.data.KFold}, without repeats
     * @param threads how many networks are trained at once, at least 1
     */
    public FoldTraining(Dataset training, Dataset heldOut, List<Fold> folds, int threads) {
        this.training = training;
        this.heldOut = heldOut;
        this.folds = List.copyOf(folds);
        this.threads = Math.min(threads, folds.size());
        executor = Executors.newFixedThreadPool(
                this.threads,
                Thread.ofPlatform().daemon().name("fold-training-", 0).factory());
    }

    /** What happens around the trainings of a recipe's networks. Called by the threads that train. */
    public interface Course {
        /** Nothing more. */
        Course NONE = new Course() {};

        /**
         * Returns what happens around the training of a network, such as checkpoints.
         *
         * @param options with the fold to evaluate on, early stopping and the time limit
         * @param config of the network
         * @param fold from 0
         */
        default FitOptions options(FitOptions options, TrainingConfig config, int fold) {
            return options;
        }

        /**
         * Called when the training of a network has ended, unless it was stopped.
         *
         * @param fold from 0
         */
        default void ended(int fold, History history) {}
    }

    /** One network and what became of it. */
    @SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
    private record Trained(Network network, History history, double[][] predictions) {}

    /**
     * Trains a network for each fold. The seeds are consecutive.
     *
     * @param limit the time that all of them may take together; each gets an equal share of what is left when it begins
     * @return the networks, which the caller closes; empty if a stop was requested
     * @throws io.github.panagrad.nn.DivergedException if one of the trainings does
     */
    public Optional<FoldedNetworks> train(Recipe recipe, Optional<Duration> limit) {
        return train(recipe, limit, Course.NONE);
    }

    /**
     * Trains a network for each fold. The seeds are consecutive.
     *
     * @param limit the time that all of them may take together; each gets an equal share of what is left when it begins
     * @param course what happens around their trainings
     * @return the networks, which the caller closes; empty if a stop was requested
     * @throws io.github.panagrad.nn.DivergedException if one of the trainings does
     * @throws io.github.panagrad.nn.checkpoint.CheckpointException if one of them cannot be resumed from a checkpoint
     */
    public Optional<FoldedNetworks> train(Recipe recipe, Optional<Duration> limit, Course course) {
        long start = System.nanoTime();
        List<Future<@Nullable Trained>> futures = new ArrayList<>();
        for (int i = 0; i < folds.size(); i++) {
            int number = i;
            futures.add(executor.submit(() ->
                    train(recipe, number, limit.map(all -> share(all.toNanos(), start, number)), course)));
        }
        Closer closer = new Closer();
        List<Trained> all = new ArrayList<>();
        Throwable failure = null;
        for (Future<@Nullable Trained> future : futures) {
            try {
                Trained trained = result(future);
                if (trained != null) {
                    closer.add(trained.network);
                    all.add(trained);
                }
            } catch (RuntimeException | Error e) {
                // The others need not go on; their results are collected, so that they are closed.
                isAborted = true;
                running.forEach(Trainer::requestStop);
                failure = failure == null ? e : failure;
            }
        }
        isAborted = false;
        if (failure != null) {
            closer.closeAfter(failure);
            rethrow(failure);
        }
        if (all.size() < folds.size()) {
            closer.close();
            return Optional.empty();
        }
        double[][] predictions = new double[training.size()][];
        for (int f = 0; f < folds.size(); f++) {
            int[] positions = folds.get(f).validation();
            for (int i = 0; i < positions.length; i++) {
                predictions[positions[i]] = all.get(f).predictions[i];
            }
        }
        return Optional.of(new FoldedNetworks(
                all.stream().map(Trained::network).toList(),
                all.stream().map(Trained::history).toList(),
                predictions,
                (System.nanoTime() - start) * 1e-9));
    }

    /** Returns the time for a network: as many as there are threads are trained at once, and those after them get as much. */
    private Duration share(long all, long start, int number) {
        long left = all - (System.nanoTime() - start);
        int rounds = Math.ceilDiv(folds.size(), threads) - number / threads;
        return Duration.ofNanos(Math.max(1, left / rounds));
    }

    private @Nullable Trained train(Recipe recipe, int number, Optional<Duration> limit, Course course) {
        if (isStopped || isAborted) {
            // Nothing is to be left of it.
            return null;
        }
        try {
            return trained(recipe, number, limit, course);
        } catch (Throwable e) {
            // Before this thread takes the next one.
            isAborted = true;
            throw e;
        }
    }

    private @Nullable Trained trained(Recipe recipe, int number, Optional<Duration> limit, Course course) {
        TrainingConfig config = recipe.config()
                .withThreads(1)
                .withSeed(recipe.config().execution().seed() + number);
        Fold fold = folds.get(number);
        Dataset held = heldOut.subset(fold.validation());
        FitOptions options = FitOptions.none();
        if (recipe.earlyStopping().isPresent()) {
            options = options.withValidation(held)
                    .withEarlyStopping(recipe.earlyStopping().get());
        }
        if (limit.isPresent()) {
            options = options.withTimeLimit(limit.get());
        }
        options = course.options(options, config, number);
        Dataset samples = training.subset(fold.training());
        Network network = recipe.maker().make(samples, config.execution().seed());
        try {
            History history;
            try (Trainer trainer = new Trainer(network, config)) {
                running.add(trainer);
                try {
                    if (isStopped || isAborted) {
                        trainer.requestStop();
                    }
                    history = trainer.fit(samples, options);
                } finally {
                    running.remove(trainer);
                }
            }
            if (history.ending() == Ending.STOP_REQUESTED) {
                network.close();
                return null;
            }
            course.ended(number, history);
            try (Evaluator evaluator = new Evaluator(network, 1)) {
                return new Trained(network, history, evaluator.predict(held));
            }
        } catch (Throwable e) {
            network.close();
            throw e;
        }
    }

    private static @Nullable Trained result(Future<@Nullable Trained> future) {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    isInterrupted = true;
                } catch (ExecutionException e) {
                    rethrow(e.getCause());
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> throw new IllegalStateException("training failed", failure);
        }
    }

    /** Asks the trainings that are running, and later ones, to end after the current step; any thread may call this. */
    public void requestStop() {
        isStopped = true;
        running.forEach(Trainer::requestStop);
    }

    /** Ends the threads, after the trainings that are running; closing twice is harmless. */
    @Override
    public void close() {
        executor.close();
    }
}
