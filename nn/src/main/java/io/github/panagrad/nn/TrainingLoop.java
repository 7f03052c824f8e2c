package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.LbfgsMinimizer;
import io.github.panagrad.nn.engine.OptimizerState;
import io.github.panagrad.nn.engine.TrainingStep;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of one training run, and what happens between them: epochs, evaluation, early stopping, checkpoints. It does not
 * own the network and the step, but it owns the parameters of the best epoch and the checkpoint folder, and must be closed. For
 * use by one thread.
 */
final class TrainingLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

    private final Network network;
    private final TrainingConfig config;
    private final TrainingStep step;
    private final Evaluator evaluator;
    private final Dataset training;
    private final FitOptions options;
    private final BooleanSupplier stopRequested;
    private final TrainingListener[] listeners;
    private final List<Metric> metrics;
    private final List<String> metricNames;
    private final LearningRates rates;
    private final RandomKey shuffleKey;
    private final RandomKey dropoutKey;
    private final int[] order;
    private final RowPrefetch prefetch;
    private final @Nullable Network best;
    private final TrainingState state;
    private final @Nullable BestEpoch bestEpoch;
    private final @Nullable FullBatchTraining fullBatch;
    private final @Nullable CheckpointWriter checkpoints;

    /**
     * Prepares a training run, or resumes one where it stopped.
     *
     * @param training already checked
     * @param options whose validation set has been checked
     * @param stepsDone the steps that the trainer has done
     * @param stopRequested polled between steps
     */
    TrainingLoop(
            Network network,
            TrainingConfig config,
            int threads,
            TrainingStep step,
            Evaluator evaluator,
            Dataset training,
            FitOptions options,
            long stepsDone,
            BooleanSupplier stopRequested) {
        this.network = network;
        this.config = config;
        this.step = step;
        this.evaluator = evaluator;
        this.training = training;
        this.options = options;
        this.stopRequested = stopRequested;
        listeners = options.listeners().toArray(TrainingListener[]::new);
        metrics = options.metrics();
        metricNames = metrics.stream().map(Metric::name).toList();
        rates = new LearningRates(config, options.validation() != null);
        shuffleKey = Purpose.SHUFFLE.key(config.execution().seed());
        dropoutKey = Purpose.DROPOUT.key(config.execution().seed());
        order = new int[training.size()];
        prefetch = new RowPrefetch(training, config.execution().shuffle());
        best = options.keepsBest() ? new Network(network.spec(), network.dtype(), network.backend()) : null;
        try {
            Checkpoints settings = options.checkpoints().orElse(null);
            Resume resume = options.resume().orElse(null);
            TrainingTerms terms = settings == null && resume == null
                    ? null
                    : new TrainingTerms(network, config, threads, training, options);
            if (resume != null && terms != null) {
                try (SavedTraining saved = new SavedTraining(resume, terms, config, training.size(), metricNames)) {
                    state = saved.state();
                    bestEpoch = bestEpoch();
                    fullBatch = restore(saved);
                }
            } else {
                state = new TrainingState(stepsDone);
                bestEpoch = bestEpoch();
                fullBatch = config.optimization().optimizer() instanceof Lbfgs lbfgs
                        ? new FullBatchTraining(network, step, lbfgs, training, null)
                        : null;
            }
            Path resumed = resume == null ? null : resume.checkpoint();
            checkpoints = settings == null || terms == null
                    ? null
                    : new CheckpointWriter(
                            settings,
                            options.listeners(),
                            state,
                            resumed,
                            terms::describe,
                            this::tensors,
                            network::isFinite);
        } catch (Throwable e) {
            if (best != null) {
                best.close();
            }
            throw e;
        }
    }

    private @Nullable BestEpoch bestEpoch() {
        return options.earlyStopping()
                .map(rule -> new BestEpoch(rule, state.epochs))
                .orElse(null);
    }

    private @Nullable FullBatchTraining restore(SavedTraining saved) {
        try (StateTensors tensors = new StateTensors()) {
            tensors.addHistory(state.epochs.size(), metricNames);
            Lbfgs lbfgs = config.optimization().optimizer() instanceof Lbfgs settings ? settings : null;
            if (lbfgs != null) {
                int parameters = Math.toIntExact(network.spec().parameterCount());
                tensors.addLbfgs(saved.lbfgsOfSavedSize(lbfgs, parameters));
            }
            addViews(tensors);
            saved.read(tensors);
            return lbfgs == null ? null : new FullBatchTraining(network, step, lbfgs, training, tensors.lbfgs());
        }
    }

    private void addViews(StateTensors tensors) {
        tensors.addParameters("", network);
        if (!(config.optimization().optimizer() instanceof Lbfgs)) {
            int states = OptimizerState.states(config.optimization().optimizer());
            tensors.addOptimizer(step.state(), network.parameters(), states);
        }
        if (best != null && bestEpoch != null && bestEpoch.epoch() > 0) {
            tensors.addParameters("best.", best);
        }
    }

    /** Returns all tensors as they are now. */
    private StateTensors tensors() {
        StateTensors tensors = new StateTensors();
        try {
            Tensor history = tensors.addHistory(state.epochs.size(), metricNames);
            if (history != null) {
                HistoryTensor.write(state.epochs, metricNames, history);
            }
            if (fullBatch != null) {
                tensors.addLbfgs(fullBatch.state());
            }
            addViews(tensors);
            return tensors;
        } catch (Throwable e) {
            tensors.close();
            throw e;
        }
    }

    /** Trains to the end, or until a stop is requested. */
    History run() {
        Ending ending = ending();
        while (ending == null) {
            ending = epoch() ? ending() : Ending.STOP_REQUESTED;
        }
        if (checkpoints != null) {
            checkpoints.atEnd(state);
        }
        if (fullBatch != null && fullBatch.stop() != null) {
            LOG.info("lbfgs ended after {}", fullBatch);
        }
        if (ending != Ending.STOP_REQUESTED && best != null && bestEpoch != null && bestEpoch.epoch() > 0) {
            LOG.debug("the parameters are those of epoch {}", bestEpoch.epoch());
            network.copyFrom(best);
        }
        return new History(state.epochs, state.steps, ending);
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

    /** Runs an epoch, or the rest of it; returns false if a stop was requested before the end. */
    private boolean epoch() {
        if (!(fullBatch == null ? steps() : iteration(fullBatch))) {
            return false;
        }
        EpochMetrics epoch = metrics();
        if (bestEpoch != null && bestEpoch.add(epoch) && best != null) {
            best.copyFrom(network);
        }
        state.endEpoch(epoch);
        for (TrainingListener listener : listeners) {
            listener.onEpoch(epoch);
        }
        if (checkpoints != null) {
            checkpoints.afterEpoch(state, fullBatch != null);
        }
        return true;
    }

    /** Runs the remaining steps of an epoch; returns false if a stop was requested. */
    private boolean steps() {
        int epoch = state.epochs.size() + 1;
        int batch = config.optimization().batchSize();
        rates.beginEpoch(state.epochs, state.ownSteps() - Math.ceilDiv(state.position, batch));
        config.execution().shuffle().order(training, shuffleKey.fold(epoch), order);
        prefetch.begin();
        step.bind(training, order);
        int size = order.length;
        while (state.position < size) {
            if (stopRequested.getAsBoolean()) {
                return false;
            }
            int from = state.position;
            int rows = Math.min(batch, size - from);
            double rate = rates.at(state.ownSteps());
            state.steps++;
            step.drawMasks(RandomKey.fold(dropoutKey.bits(), state.steps));
            prefetch.require(order, from, from + rows);
            step.run(from, rows, state.steps, rate);
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
        }
        return !stopRequested.getAsBoolean();
    }

    /** Runs an iteration of L-BFGS, which is an epoch; returns false if a stop was requested. */
    private boolean iteration(FullBatchTraining lbfgs) {
        if (stopRequested.getAsBoolean()) {
            return false;
        }
        int epoch = state.epochs.size() + 1;
        state.steps++;
        lbfgs.iterate();
        if (lbfgs.stop() == LbfgsMinimizer.Stop.NOT_FINITE) {
            throw new DivergedException(epoch, state.steps, lbfgs.stepLength(), lbfgs.loss());
        }
        state.loss = lbfgs.loss() * training.size();
        state.correct = lbfgs.correct();
        tell(epoch, training.size(), lbfgs.loss(), lbfgs.stepLength());
        return true;
    }

    private void tell(int epoch, int samples, double loss, double rate) {
        for (TrainingListener listener : listeners) {
            listener.onStep(epoch, state.steps, samples, loss, rate);
        }
    }

    private EpochMetrics metrics() {
        double trainingSeconds = state.trainingSeconds();
        int size = training.size();
        Dataset validation = options.validation();
        Map<String, Double> values = new LinkedHashMap<>();
        Evaluation evaluation = validation == null ? null : evaluate(validation, values);
        boolean classes = network.spec().loss().isClassification();
        return new EpochMetrics(
                state.epochs.size() + 1,
                fullBatch == null ? rates.first() : fullBatch.stepLength(),
                state.loss / size,
                classes ? (double) state.correct / size : Double.NaN,
                evaluation == null ? Double.NaN : evaluation.loss(),
                evaluation == null ? Double.NaN : evaluation.accuracy(),
                state.seconds(),
                size / trainingSeconds,
                values);
    }

    /** Evaluates the network, in one pass over the samples whatever the metrics. */
    private Evaluation evaluate(Dataset validation, Map<String, Double> values) {
        if (metrics.isEmpty()) {
            return evaluator.evaluate(validation);
        }
        double[][] predictions = new double[validation.size()][];
        Evaluation evaluation = evaluator.evaluate(validation, predictions);
        for (Metric metric : metrics) {
            values.put(metric.name(), metric.of(predictions, validation));
        }
        return evaluation;
    }

    /** Releases the folder and the memory; closing twice is harmless. */
    @Override
    public void close() {
        if (checkpoints != null) {
            checkpoints.close();
        }
        if (best != null) {
            best.close();
        }
    }
}
