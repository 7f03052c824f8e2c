package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.engine.LbfgsMinimizer;
import io.github.panagrad.nn.engine.TrainingStep;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.tensor.RandomKey;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of one training run, and what happens between them: epochs, evaluation, early stopping, checkpoints. It owns the
 * checkpoint folder, but neither the network nor the step, and must be closed. For use by one thread.
 */
final class TrainingLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

    /** So few that looking at them takes no time, even where an epoch has a single step. */
    private static final int CHECKED_ROWS = 32;

    /** Why workers end a training before its end. */
    private static final int TIME_OVER = 1;

    private static final int STOP = 2;

    private final Network network;
    private final TrainingConfig config;
    private final TrainingStep step;
    private final SharedSamples samples;
    private final FitOptions options;
    private final BooleanSupplier stopRequested;
    private final TrainingListener[] listeners;
    private final EpochEvaluation evaluation;
    private final LearningRates rates;
    private final RandomKey shuffleKey;
    private final RandomKey dropoutKey;
    private final int[] order;
    private final RowPrefetch prefetch;
    private final TrainingState state;
    private final @Nullable BestEpoch bestEpoch;
    private final KeptParameters kept;
    private final TrainingTensors tensors;
    private final @Nullable FullBatchTraining fullBatch;
    private final @Nullable CheckpointWriter checkpoints;

    /** When training began, by the clock of {@link System#nanoTime}. */
    private long start;

    /** How long it may take, in nanoseconds. */
    private final long timeLimit;

    /**
     * Prepares a training run, or resumes one where it stopped.
     *
     * @param copy a network of the same shape, for the parameters to return to
     * @param evaluation on the validation set, which has been checked
     * @param samples already checked
     * @param stepsDone the steps that the trainer has done
     * @param stopRequested polled between steps
     */
    TrainingLoop(
            Network network,
            TrainingConfig config,
            int threads,
            TrainingStep step,
            EpochEvaluation evaluation,
            Network copy,
            SharedSamples samples,
            FitOptions options,
            long stepsDone,
            BooleanSupplier stopRequested) {
        this.network = network;
        this.config = config;
        this.step = step;
        this.samples = samples;
        this.evaluation = evaluation;
        this.options = options;
        this.stopRequested = stopRequested;
        listeners = options.listeners().toArray(TrainingListener[]::new);
        timeLimit = options.timeLimit().map(TrainingLoop::nanos).orElse(Long.MAX_VALUE);
        rates = new LearningRates(config, options.validation() != null);
        shuffleKey = Purpose.SHUFFLE.key(config.execution().seed());
        dropoutKey = Purpose.DROPOUT.key(config.execution().seed());
        order = samples.newOrder();
        prefetch = new RowPrefetch(samples.data(), config.execution().shuffle(), samples.rowsPerSample());
        Checkpoints settings = options.checkpoints().orElse(null);
        Resume resume = options.resume().orElse(null);
        TrainingTerms terms = settings == null && resume == null
                ? null
                : new TrainingTerms(network, config, threads, samples, evaluation.validation(), options);
        if (resume != null && terms != null) {
            try (SavedTraining saved =
                    new SavedTraining(resume, terms, config, samples.size(), evaluation.metricNames())) {
                state = saved.state();
                bestEpoch = bestEpoch();
                kept = new KeptParameters(network, copy, options.keepsBest() ? bestEpoch : null);
                tensors = new TrainingTensors(network, config, step, kept, evaluation.metricNames());
                // Before anything is changed: the folder may be another training's.
                checkpoints = writer(settings, terms, resume);
                try {
                    fullBatch = tensors.restore(saved, samples.data());
                } catch (Throwable e) {
                    close();
                    throw e;
                }
            }
        } else {
            state = new TrainingState(stepsDone);
            bestEpoch = bestEpoch();
            kept = new KeptParameters(network, copy, options.keepsBest() ? bestEpoch : null);
            tensors = new TrainingTensors(network, config, step, kept, evaluation.metricNames());
            fullBatch = config.optimization().optimizer() instanceof Lbfgs lbfgs
                    ? new FullBatchTraining(network, step, lbfgs, samples.data(), null)
                    : null;
            checkpoints = writer(settings, terms, null);
        }
        kept.begin();
        // Nobody may write a checkpoint, and delete older ones, before all have read theirs.
        samples.await();
    }

    private @Nullable CheckpointWriter writer(
            @Nullable Checkpoints settings, @Nullable TrainingTerms terms, @Nullable Resume resume) {
        return settings == null || terms == null || !samples.isFirstWorker()
                ? null
                : new CheckpointWriter(
                        settings,
                        options.listeners(),
                        state,
                        resume == null ? null : resume.checkpoint(),
                        terms::describe,
                        this::finiteTensors);
    }

    private @Nullable BestEpoch bestEpoch() {
        return options.earlyStopping()
                .map(rule -> new BestEpoch(rule, state.epochs))
                .orElse(null);
    }

    /** Returns all tensors as they are now. A state that is no longer finite must not displace a good one. */
    private StateTensors finiteTensors() {
        StateTensors all = tensors.of(state, fullBatch);
        String problem = all.firstNonFinite();
        if (problem != null) {
            all.close();
            throw diverged(problem);
        }
        return all;
    }

    private static long nanos(Duration limit) {
        return limit.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? limit.toNanos() : Long.MAX_VALUE;
    }

    private boolean isTimeOver() {
        return timeLimit < Long.MAX_VALUE && System.nanoTime() - start >= timeLimit;
    }

    /** Trains to the end, or until a stop is requested or the time is over. */
    History run() {
        start = System.nanoTime();
        List<EpochMetrics> done = List.copyOf(state.epochs);
        for (TrainingListener listener : listeners) {
            listener.onStart(done);
        }
        Ending ending;
        try {
            ending = train();
        } catch (DivergedException e) {
            kept.restore();
            throw e;
        }
        if (fullBatch != null && fullBatch.stop() != null) {
            LOG.info("lbfgs ended after {}", fullBatch);
        }
        if (ending != Ending.STOP_REQUESTED && kept.ofBestEpoch() != null && bestEpoch != null) {
            LOG.debug("the parameters are those of epoch {}", bestEpoch.epoch());
            kept.restore();
        }
        return new History(state.epochs, state.steps, ending);
    }

    private Ending train() {
        Ending ending = ending();
        while (ending == null) {
            ending = epoch() ? ending() : interruption();
        }
        if (ending == Ending.STOP_REQUESTED || ending == Ending.TIME_LIMIT) {
            requireFinite();
        }
        if (checkpoints != null) {
            checkpoints.atEnd(state);
        }
        return ending;
    }

    private Ending interruption() {
        boolean isStop = samples.isShared() ? step.stopRequest() == STOP : stopRequested.getAsBoolean();
        return isStop ? Ending.STOP_REQUESTED : Ending.TIME_LIMIT;
    }

    /**
     * Requires what the last steps made of the parameters to be numbers, and the loss as well: it is not, where finite parameters
     * are so large that their products are infinite.
     */
    private void requireFinite() {
        String problem = NonFinite.in(network);
        if (problem == null && fullBatch == null) {
            problem = NonFinite.in(step.state(), network.parameters());
        }
        if (problem == null && state.position > 0) {
            double loss = lossAfterStep();
            problem = Double.isFinite(loss) ? null : "the loss is " + loss;
        }
        if (problem != null) {
            throw diverged(problem);
        }
    }

    /** Returns the loss of some rows of the last batch after its update. */
    private double lossAfterStep() {
        int batch = config.optimization().batchSize();
        int rows = 1 + (state.position - 1) % batch;
        if (samples.isWhole()) {
            int checked = Math.min(CHECKED_ROWS, rows);
            step.runForward(state.position - checked, checked);
        } else {
            step.runForward(samples.start(state.position - rows), rows);
        }
        return step.loss();
    }

    private DivergedException diverged(String problem) {
        if (fullBatch != null) {
            // An epoch is a step.
            return new DivergedException(
                    problem, Math.toIntExact(state.ownSteps()), state.steps, fullBatch.stepLength());
        }
        int epoch = state.epochs.size() + (state.position > 0 ? 1 : 0);
        return new DivergedException(problem, epoch, state.steps, rates.at(Math.max(0, state.ownSteps() - 1)));
    }

    /** Returns the steps that the trainer has done. */
    long stepsDone() {
        return state.steps;
    }

    /** Returns how training has ended after the epochs that are done, or null. */
    private @Nullable Ending ending() {
        if (state.epochs.isEmpty() || state.position > 0) {
            return null;
        }
        if (fullBatch != null && fullBatch.stop() != null) {
            return Ending.CONVERGED;
        }
        if (bestEpoch != null && bestEpoch.isOver()) {
            return Ending.EARLY_STOPPED;
        }
        return state.epochs.size() >= config.optimization().epochs() ? Ending.COMPLETED : null;
    }

    /** Runs an epoch, or the rest of it; returns false if it was interrupted before the end. */
    private boolean epoch() {
        if (!(fullBatch == null ? steps() : iteration(fullBatch))) {
            return false;
        }
        requireFinite();
        EpochMetrics epoch = evaluation.of(state, fullBatch == null ? rates.first() : fullBatch.stepLength());
        kept.afterEpoch(bestEpoch != null && bestEpoch.add(epoch));
        state.endEpoch(epoch);
        for (TrainingListener listener : listeners) {
            listener.onEpoch(epoch);
        }
        if (checkpoints != null) {
            checkpoints.afterEpoch(state, fullBatch != null);
        }
        return true;
    }

    /** Runs the remaining steps of an epoch; returns false if it was interrupted. */
    private boolean steps() {
        int epoch = state.epochs.size() + 1;
        int batch = config.optimization().batchSize();
        rates.beginEpoch(state.epochs, state.ownSteps() - Math.ceilDiv(state.position, batch));
        samples.order(shuffleKey.fold(epoch), order);
        prefetch.begin();
        step.bind(samples.data(), order);
        int size = samples.size();
        while (state.position < size) {
            boolean isToStop = stopRequested.getAsBoolean();
            if (samples.isShared()) {
                // All end after the same step: the others learn of it in this one.
                step.requestStop(isToStop ? STOP : isTimeOver() ? TIME_OVER : 0);
            } else if (isToStop || isTimeOver()) {
                return false;
            }
            int from = state.position;
            int rows = Math.min(batch, size - from);
            double rate = rates.at(state.ownSteps());
            config.regularization()
                    .apply(rates.time(state.epochs.size(), state.ownSteps()), step.workspace().strengths);
            state.steps++;
            step.drawMasks(RandomKey.fold(dropoutKey.bits(), state.steps));
            int start = samples.start(from);
            int perSample = samples.rowsPerSample();
            prefetch.require(order, start * perSample, (start + samples.rows(rows)) * perSample);
            step.run(start, rows, state.steps, rate);
            step.keepStatistics();
            double loss = step.loss();
            if (!Double.isFinite(loss)) {
                throw new DivergedException(epoch, state.steps, rate, loss);
            }
            state.loss += loss * rows;
            state.correct += step.correct();
            state.position = from + rows;
            tell(epoch, state.position, loss, rate);
            if (checkpoints != null) {
                checkpoints.afterStep(state);
            }
            if (samples.isShared() && step.stopRequest() > 0) {
                return false;
            }
        }
        return samples.isShared() || !stopRequested.getAsBoolean();
    }

    /** Runs an iteration of L-BFGS, which is an epoch; returns false if it was interrupted. */
    private boolean iteration(FullBatchTraining lbfgs) {
        if (stopRequested.getAsBoolean() || isTimeOver()) {
            return false;
        }
        int epoch = state.epochs.size() + 1;
        state.steps++;
        lbfgs.iterate();
        if (lbfgs.stop() == LbfgsMinimizer.Stop.NOT_FINITE) {
            throw new DivergedException(epoch, state.steps, lbfgs.stepLength(), lbfgs.loss());
        }
        state.loss = lbfgs.loss() * samples.size();
        state.correct = lbfgs.correct();
        tell(epoch, samples.size(), lbfgs.loss(), lbfgs.stepLength());
        return true;
    }

    private void tell(int epoch, int samples, double loss, double rate) {
        for (TrainingListener listener : listeners) {
            listener.onStep(epoch, state.steps, samples, loss, rate);
        }
    }

    /** Releases the folder; closing twice is harmless. */
    @Override
    public void close() {
        if (checkpoints != null) {
            checkpoints.close();
        }
    }
}
