package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.WorkerTeam;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network. It owns a team of threads and the memory of its steps, and must be closed; the network stays the
 * caller's. Used by one thread at a time.
 */
public final class Trainer implements AutoCloseable {
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
     * @throws IllegalStateException if the network was closed
     */
    public Trainer(Network network, TrainingConfig config) {
        this.network = network;
        this.config = config;
        NetworkSpec spec = network.spec();
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
                    config.l2(),
                    config.batchSize(),
                    rows -> StepPlan.of(spec, rows, config, threads));
        } catch (RuntimeException e) {
            team.close();
            throw e;
        }
        evaluator = new Evaluator(network, team);
    }

    private static UpdateRule rule(Optimizer optimizer, Kernels kernels) {
        return switch (optimizer) {
            case FirstOrder firstOrder -> firstOrder.rule(kernels);
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
     * Trains for the configured number of epochs.
     *
     * @param validation evaluated after each epoch, or null for none
     * @throws IllegalArgumentException if the data does not fit the network
     * @throws DivergedException if the loss is no longer finite
     */
    public History fit(Dataset training, @Nullable Dataset validation, TrainingListener listener) {
        check(training);
        if (validation != null) {
            check(validation);
        }
        List<EpochMetrics> epochs = new ArrayList<>();
        for (int epoch = 1; epoch <= config.epochs(); epoch++) {
            EpochMetrics metrics = epoch(epoch, training, validation, listener);
            epochs.add(metrics);
            listener.onEpoch(metrics);
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

    private EpochMetrics epoch(int epoch, Dataset training, @Nullable Dataset validation, TrainingListener listener) {
        long start = System.nanoTime();
        double rate = config.schedule().at(epoch - 1);
        step.bind(training, order(training, epoch));
        double loss = 0;
        long correct = 0;
        int size = training.size();
        for (int from = 0; from < size; from += config.batchSize()) {
            int rows = Math.min(config.batchSize(), size - from);
            stepsDone++;
            step.drawMasks(RandomKey.fold(dropoutKey.bits(), stepsDone));
            step.run(from, rows, stepsDone, rate);
            double batchLoss = step.loss();
            if (!Double.isFinite(batchLoss)) {
                throw new DivergedException(epoch, stepsDone, rate, batchLoss);
            }
            loss += batchLoss * rows;
            correct += step.correct();
            listener.onStep(epoch, from + rows);
        }
        long trained = System.nanoTime();
        Evaluation evaluation = validation == null ? null : evaluator.evaluate(validation);
        boolean classes = network.spec().loss().isClassification();
        return new EpochMetrics(
                epoch,
                rate,
                loss / size,
                classes ? (double) correct / size : Double.NaN,
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
