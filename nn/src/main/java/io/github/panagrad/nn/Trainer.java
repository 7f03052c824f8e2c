package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.LbfgsMinimizer;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.WorkerTeam;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network. It owns a team of threads and the memory of its steps, and must be closed; the network stays the
 * caller's. Used by one thread at a time.
 */
public final class Trainer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final Network network;
    private final TrainingConfig config;
    private final WorkerTeam team;
    private final TrainingStep step;
    private final Evaluator evaluator;
    private final RandomKey shuffleKey;
    private final RandomKey dropoutKey;
    private long stepsDone;

    /**
     * Prepares training: allocates the memory and starts the threads.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if the memory cannot be had
     * @throws IllegalArgumentException if the optimiser cannot train the network, or the backend serve the threads
     * @throws IllegalStateException if the network was closed
     */
    public Trainer(Network network, TrainingConfig config) {
        this.network = network;
        this.config = config;
        NetworkSpec spec = network.spec();
        FullBatchTraining.require(spec, config, 0);
        int threads = ThreadChoice.resolve(spec, network.backend(), config);
        shuffleKey = Purpose.SHUFFLE.key(config.seed());
        dropoutKey = Purpose.DROPOUT.key(config.seed());
        team = new WorkerTeam(threads);
        try {
            step = new TrainingStep(
                    network,
                    team,
                    rule(config.optimizer(), network.kernels()),
                    OptimizerState.states(config.optimizer()),
                    config.penalty(),
                    config.clipping(),
                    config.batchSize(),
                    rows -> StepPlan.of(spec, rows, config, threads));
        } catch (RuntimeException e) {
            team.close();
            throw e;
        }
        evaluator = new Evaluator(network, team);
    }

    /**
     * Checks that a network can be trained in a way on so many samples.
     *
     * @throws IllegalArgumentException with L-BFGS, if the network has dropout or the samples do not fit into a batch
     */
    public static void requireTrainable(NetworkSpec spec, TrainingConfig config, long samples) {
        FullBatchTraining.require(spec, config, samples);
    }

    private static UpdateRule rule(Optimizer optimizer, Kernels kernels) {
        return switch (optimizer) {
            case FirstOrder firstOrder -> firstOrder.rule(kernels);
            case Lbfgs _ -> new GradientRule(kernels);
        };
    }

    /** Returns the number of threads that train. */
    public int threads() {
        return team.size();
    }

    /** Returns the bytes of off-heap memory that this trainer holds; the network's own are not among them. */
    public long bytes() {
        return step.bytes() + evaluator.bytes();
    }

    /**
     * Trains for the configured number of epochs; with L-BFGS, whose epoch is one iteration, until it has converged if that is
     * sooner. A schedule begins anew in each call.
     *
     * @param validation evaluated after each epoch, or null for none
     * @throws IllegalArgumentException if the data does not fit the network, or, with L-BFGS, into a batch
     * @throws DivergedException if the loss is no longer finite
     */
    public History fit(Dataset training, @Nullable Dataset validation, TrainingListener listener) {
        check(training);
        if (validation != null) {
            check(validation);
        }
        LearningRates rates = new LearningRates(config);
        FullBatchTraining fullBatch = fullBatch(training);
        List<EpochMetrics> epochs = new ArrayList<>();
        for (int epoch = 1; epoch <= config.epochs(); epoch++) {
            long start = System.nanoTime();
            Pass pass = fullBatch == null
                    ? pass(epoch, training, rates, listener)
                    : iteration(epoch, training, fullBatch, listener);
            EpochMetrics metrics = metrics(epoch, start, pass, training, validation);
            rates.endEpoch(metrics, validation != null);
            epochs.add(metrics);
            listener.onEpoch(metrics);
            if (fullBatch != null && fullBatch.stop() != null) {
                LOG.info("lbfgs ended after {}", fullBatch);
                break;
            }
        }
        return new History(epochs, stepsDone);
    }

    /** Trains without a validation set. */
    public History fit(Dataset training) {
        return fit(training, null, TrainingListener.NONE);
    }

    private void check(Dataset data) {
        network.requireOpen();
        DataChecks.require(network.spec(), data);
    }

    private @Nullable FullBatchTraining fullBatch(Dataset training) {
        FullBatchTraining.require(network.spec(), config, training.size());
        return config.optimizer() instanceof Lbfgs lbfgs ? new FullBatchTraining(network, step, lbfgs, training) : null;
    }

    /** What training gave in an epoch, the losses summed over the rows. */
    private record Pass(double rate, double loss, long correct) {}

    private Pass pass(int epoch, Dataset training, LearningRates rates, TrainingListener listener) {
        double firstRate = rates.beginEpoch();
        step.bind(training, order(training, epoch));
        double loss = 0;
        long correct = 0;
        int size = training.size();
        for (int from = 0; from < size; from += config.batchSize()) {
            int rows = Math.min(config.batchSize(), size - from);
            stepsDone++;
            double rate = rates.nextStep();
            step.drawMasks(RandomKey.fold(dropoutKey.bits(), stepsDone));
            step.run(from, rows, stepsDone, rate);
            step.keepStatistics();
            double batchLoss = step.loss();
            if (!Double.isFinite(batchLoss)) {
                throw new DivergedException(epoch, stepsDone, rate, batchLoss);
            }
            loss += batchLoss * rows;
            correct += step.correct();
            listener.onStep(epoch, from + rows);
        }
        return new Pass(firstRate, loss, correct);
    }

    private Pass iteration(int epoch, Dataset training, FullBatchTraining fullBatch, TrainingListener listener) {
        stepsDone++;
        fullBatch.iterate();
        if (fullBatch.stop() == LbfgsMinimizer.Stop.NOT_FINITE) {
            throw new DivergedException(epoch, stepsDone, fullBatch.stepLength(), fullBatch.loss());
        }
        listener.onStep(epoch, training.size());
        return new Pass(fullBatch.stepLength(), fullBatch.loss() * training.size(), fullBatch.correct());
    }

    private EpochMetrics metrics(int epoch, long start, Pass pass, Dataset training, @Nullable Dataset validation) {
        long trained = System.nanoTime();
        int size = training.size();
        Evaluation evaluation = validation == null ? null : evaluator.evaluate(validation);
        boolean classes = network.spec().loss().isClassification();
        return new EpochMetrics(
                epoch,
                pass.rate,
                pass.loss / size,
                classes ? (double) pass.correct / size : Double.NaN,
                evaluation == null ? Double.NaN : evaluation.loss(),
                evaluation == null ? Double.NaN : evaluation.accuracy(),
                (System.nanoTime() - start) * 1e-9,
                size / ((trained - start) * 1e-9));
    }

    /** Returns the table's rows in the order of an epoch. */
    private int[] order(Dataset data, int epoch) {
        int[] order = data.rows();
        if (config.shuffle()) {
            int[] permutation = new int[order.length];
            shuffleKey.fold(epoch).permute(permutation);
            for (int i = 0; i < permutation.length; i++) {
                permutation[i] = data.row(permutation[i]);
            }
            return permutation;
        }
        return order;
    }

    /** Ends the threads and frees the memory; closing twice is harmless. */
    @Override
    public void close() {
        team.close();
        step.close();
        evaluator.close();
    }
}
