package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.RowParts;
import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.Closer;
import io.github.panagrad.nn.engine.GradientRule;
import io.github.panagrad.nn.engine.OptimizerState;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.engine.TrainingStep;
import io.github.panagrad.nn.engine.Users;
import io.github.panagrad.nn.engine.Workers;
import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.nn.io.Uninterrupted;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.nn.parallel.WorkerTeam;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network. It owns a team of threads and the memory of its steps, and must be closed; the network remains the
 * caller's. For use by one thread at a time, except for {@link #requestStop} and {@link #close}.
 */
public final class Trainer implements AutoCloseable {
    private final Network network;
    private final TrainingConfig config;
    private final WorkerTeam team;
    private final Workers workers;
    private final TrainingStep step;
    private final Evaluator evaluator;

    /** How many rows of the data a step reads for each sample of a batch. */
    private final int gatheredPerSample;

    /** Parameters to return to. */
    private final Network kept;

    private final Users users;
    private final AtomicBoolean isTraining = new AtomicBoolean();
    private long stepsDone;
    private volatile boolean stopRequested;

    /**
     * Prepares training: allocates the memory and starts the threads.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalArgumentException if the optimiser cannot train the network, all of its parameters are frozen, or the backend cannot
     *     serve that many threads
     * @throws IllegalStateException if the network was closed
     */
    public Trainer(Network network, TrainingConfig config) {
        this(network, config, (GradientExchange) null);
    }

    /**
     * Prepares training together with other workers: each of them has an equal network, the same configuration, and the samples of
     * some parts of each batch. After each step all have the same parameters, to the bit.
     *
     * <p>The batch size is that of all workers together. Parts of batches follow from {@link TrainingConfig#withBatchParts}; with 1
     * there are as many as workers. With p parts and n workers, worker i has the parts from {@code i p / n}, and {@link #fit} is to be
     * given their samples in the order of {@link RowParts#placeOf}; its validation set is the worker's share of all validation
     * samples, those from {@code RowParts.firstRow(samples, part, parts)} for each of its parts. Loss, metrics and early stopping are
     * about all of them. Checkpoints are written by worker 0 and read by all, from a folder that all can see. A worker that is to
     * stop, or whose time is over, ends the training of all after the same step.
     *
     * @param exchange with the other workers; null for none; it stays the caller's, and is used by no one else while training
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalArgumentException as for the constructor without, or if the parts are not a multiple of the workers, or more than the
     *     rows of a batch
     * @throws IllegalStateException if the network was closed
     */
    public Trainer(Network network, TrainingConfig config, @Nullable GradientExchange exchange) {
        this.network = network;
        this.config = config;
        workers = Workers.of(parts(config, exchange == null ? 1 : exchange.workers()), exchange);
        NetworkSpec spec = network.spec();
        FullBatchTraining.require(spec, config, 0);
        int threads = ThreadChoice.resolve(spec, network.backend(), config);
        Architecture architecture = architecture(network, config);
        Closer closer = new Closer();
        users = new Users("trainer", closer::close);
        try {
            team = closer.add(new WorkerTeam(threads));
            step = closer.add(new TrainingStep(
                    network.values(),
                    architecture,
                    team,
                    workers,
                    () -> rule(config.optimization().optimizer(), network),
                    config.optimization().factors(),
                    OptimizerState.states(config.optimization().optimizer()),
                    config.regularization().penalty(),
                    config.optimization().clipping(),
                    config.optimization().batchSize(),
                    rows -> StepPlan.of(
                            architecture,
                            rows,
                            workers.parts(),
                            config.execution().reproducible(),
                            threads)));
            gatheredPerSample = architecture.gatheredPerSample();
            evaluator = closer.add(new Evaluator(network, team));
            kept = closer.add(new Network(spec, network.dtype(), network.backend()));
        } catch (Throwable e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    /**
     * Prepares training on samples, and first requires that they fit the network: its inputs, an embedding for each column of
     * categories, a loss for their targets, and numbers of its element type. {@link #fit} requires the same.
     *
     * @param training to be given to {@link #fit}
     * @throws IllegalArgumentException if they do not fit, the optimiser cannot train the network, or the backend cannot serve that
     *     many threads
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalStateException if the network was closed
     */
    public Trainer(Network network, TrainingConfig config, Dataset training) {
        this(fitting(network, training), config);
    }

    private static Network fitting(Network network, Dataset training) {
        DataChecks.require(network.spec(), network.dtype(), training);
        return network;
    }

    /**
     * Checks that a network can be trained in this way on a number of samples.
     *
     * @param samples how many there are, or 0 if that is not known yet
     * @throws IllegalArgumentException with batch normalisation, if each batch has a single row; with L-BFGS, if the network has
     *     dropout or the samples do not fit into a batch; if batches have parts, and these are more than the rows of a batch or the samples;
     *     if members have batches of their own, and the samples times the members are more than an array can have elements
     */
    public static void requireTrainable(NetworkSpec spec, TrainingConfig config, long samples) {
        FullBatchTraining.require(spec, config, samples);
        if (config.execution().batchParts() > 1) {
            RowParts.require(
                    samples == 0 ? Long.MAX_VALUE : samples,
                    config.optimization().batchSize(),
                    config.execution().batchParts());
        }
        new EpochOrder(config.execution().shuffle(), architecture(spec, config).gatheredPerSample()).require(samples);
        boolean isSingle = config.optimization().batchSize() == 1 || samples == 1;
        if (isSingle
                && IntStream.range(0, spec.layers())
                        .anyMatch(l -> spec.layer(l).normalization() instanceof Normalization.BatchNorm)) {
            throw new IllegalArgumentException(
                    "batch normalisation compares the rows of a batch, so that a batch of one"
                            + " row teaches the layers below nothing: "
                            + (samples == 1
                                    ? "there is only 1 training sample; give more"
                                    : "the batch size is 1; choose a larger one")
                            + ", or normalise by layer_norm");
        }
    }

    /** Returns the parts of each batch. */
    static int parts(TrainingConfig config, int workers) {
        int parts = config.execution().batchParts() == 1
                ? workers
                : config.execution().batchParts();
        if (parts % workers != 0) {
            throw new IllegalArgumentException("the " + parts + " parts of a batch cannot be shared by " + workers
                    + " workers equally; choose a multiple of the workers");
        }
        RowParts.require(Long.MAX_VALUE, config.optimization().batchSize(), parts);
        return parts;
    }

    /** Returns a network's architecture, with the rows that its members have in training. */
    static Architecture architecture(NetworkSpec spec, TrainingConfig config) {
        Architecture architecture = spec.architecture();
        // A step of L-BFGS is on all samples, whatever their order.
        boolean hasOwnBatches = config.execution().memberBatches() == MemberBatches.OWN
                && !(config.optimization().optimizer() instanceof Lbfgs);
        return hasOwnBatches ? architecture.withOwnSamples() : architecture;
    }

    /** Returns the network's architecture in training, without what is frozen. */
    static Architecture architecture(Network network, TrainingConfig config) {
        Predicate<Parameter> frozen = config.optimization().frozen();
        List<Parameter> parameters = network.parameters();
        if (parameters.stream().noneMatch(parameter -> parameter.isTrained() && !frozen.test(parameter))) {
            throw new IllegalArgumentException("all parameters are frozen: there is nothing left to train");
        }
        return architecture(network.spec(), config).frozen(p -> frozen.test(parameters.get(p)));
    }

    private static UpdateRule rule(Optimizer optimizer, Network network) {
        return switch (optimizer) {
            case FirstOrder firstOrder -> firstOrder.rule(network.backend(), network.dtype());
            case Lbfgs _ -> new GradientRule(network.kernels());
        };
    }

    /** Returns the number of threads that train. */
    public int threads() {
        return team.size();
    }

    /** Returns the bytes of off-heap memory that this trainer holds; the network's own is not included. */
    public long bytes() {
        return step.bytes() + evaluator.bytes() + kept.bytes();
    }

    /**
     * Trains for the configured number of epochs; with L-BFGS, whose epoch is one iteration, until it has converged if that is
     * sooner. A schedule starts again in each call.
     *
     * @param options what happens around the steps; when resuming, network and trainer take on the state of the checkpoint
     * @throws IllegalArgumentException if the data does not fit the network, or, with L-BFGS, into a batch, if each batch has a
     *     single row and the network has batch normalisation, or if the options conflict
     * @throws io.github.panagrad.nn.exchange.ExchangeException if another worker failed
     * @throws IllegalStateException if another thread is training with this trainer, or it was closed
     * @throws DivergedException if the loss, a parameter or the optimiser's state is no longer finite
     * @throws io.github.panagrad.nn.checkpoint.CheckpointException if the checkpoint cannot be read or belongs to another
     *     training run, or the checkpoint folder does; nothing is changed then
     * @throws java.io.UncheckedIOException if a checkpoint cannot be written, and training is to stop in that case
     */
    public History fit(Dataset training, FitOptions options) {
        if (!isTraining.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "this trainer is training already, on another thread or below a listener: wait until that"
                            + " ends, or make a trainer and a network for each training");
        }
        try {
            users.enter();
            try {
                network.users().enter();
                try {
                    return train(training, options);
                } finally {
                    network.users().leave();
                }
            } finally {
                users.leave();
            }
        } finally {
            isTraining.set(false);
        }
    }

    private History train(Dataset training, FitOptions options) {
        check(training);
        Dataset validation = options.validation();
        if (validation != null) {
            check(validation);
        }
        options.require(network.spec());
        SharedSamples samples = new SharedSamples(training, config, workers, gatheredPerSample);
        requireTrainable(network.spec(), config, samples.size());
        EpochEvaluation evaluation = new EpochEvaluation(network.spec(), evaluator, samples.size(), workers, options);
        try (TrainingLoop loop = Uninterrupted.call(() -> new TrainingLoop(
                network, config, threads(), step, evaluation, kept, samples, options, stepsDone, this::isToStop))) {
            try {
                return loop.run();
            } finally {
                stepsDone = loop.stepsDone();
            }
        } finally {
            stopRequested = false;
        }
    }

    private boolean isToStop() {
        return stopRequested || users.isClosed() || Thread.currentThread().isInterrupted();
    }

    /**
     * Trains with a validation set and a listener.
     *
     * @param validation evaluated after each epoch, or null for none
     * @throws IllegalArgumentException if the data does not fit the network, or, with L-BFGS, into a batch
     * @throws DivergedException if the loss, a parameter or the optimiser's state is no longer finite
     */
    public History fit(Dataset training, @Nullable Dataset validation, TrainingListener listener) {
        return fit(training, FitOptions.none().withValidation(validation).withListener(listener));
    }

    /** Trains without a validation set. */
    public History fit(Dataset training) {
        return fit(training, FitOptions.none());
    }

    /**
     * Asks training to end after the current step; any thread may call this. A checkpoint is written if checkpoints are
     * configured, and {@link #fit} returns. If no training is running, the next one ends before its first step.
     *
     * <p>Interrupting the thread that trains asks for the same; the thread is still interrupted when {@link #fit} returns.
     */
    public void requestStop() {
        stopRequested = true;
    }

    private void check(Dataset data) {
        DataChecks.require(network.spec(), network.dtype(), data);
    }

    /**
     * Stops the threads and frees the memory. If another thread is training, it is asked to stop as by {@link #requestStop},
     * and the memory is freed when {@link #fit} returns; closing does not wait for it. Closing twice is harmless.
     */
    @Override
    public void close() {
        users.close();
    }
}
