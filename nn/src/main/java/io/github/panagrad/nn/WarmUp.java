package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JVM compile the kernels while something else goes on, such as loading data: vector code runs hundreds of times slower
 * until it is compiled, and on a full-sized network the first steps take seconds.
 *
 * <p>It trains a tiny network with the same activations, dropout, loss, optimiser and types in a thread of its own. The results
 * are discarded and nothing else is changed. Close it before measuring anything.
 */
public final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** Wider than four vector registers and not a multiple of one, so that every loop of a kernel is entered. */
    private static final int WIDTH = 67;

    private static final int ROWS = 24;
    private static final int BATCH = 8;

    /** Steps that are timed together. */
    private static final int ROUND = 60;

    /** A round that takes less than this share of the best time so far is a gain: the compiler has replaced something. */
    private static final double GAIN = 0.95;

    /** After this many rounds without a gain the kernels are taken to be compiled. */
    private static final int PATIENCE = 20;

    /** The limit on a busy machine. */
    private static final long MAX_NANOS = 2_000_000_000L;

    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts the warm-up.
     *
     * @param spec whose activations, dropout and loss are used
     * @param config whose optimiser and penalty are used
     * @param storage how the data will be stored
     */
    public WarmUp(NetworkSpec spec, DType dtype, Backend backend, TrainingConfig config, Rows.Storage storage) {
        thread = Thread.ofPlatform()
                .daemon()
                .name("panagrad-warm-up")
                .start(() -> run(spec, dtype, backend, config, storage));
    }

    private void run(NetworkSpec spec, DType dtype, Backend backend, TrainingConfig config, Rows.Storage storage) {
        NetworkSpec tiny = tiny(spec);
        // L-BFGS takes all rows at once.
        int batch = config.optimization().optimizer() instanceof Lbfgs ? ROWS : BATCH;
        TrainingConfig once =
                config.withBatchSize(batch).withEpochs(1).withThreads(1).withLearningRate(1e-6);
        try (Network network = Network.create(tiny, dtype, backend, Initializer.he(), 0);
                Trainer trainer = new Trainer(network, once)) {
            Dataset data = data(tiny, storage);
            long end = System.nanoTime() + MAX_NANOS;
            long best = Long.MAX_VALUE;
            for (int rounds = 0; rounds < PATIENCE && System.nanoTime() < end && !closed; rounds++) {
                long nanos = round(trainer, data);
                if (nanos < GAIN * best) {
                    best = nanos;
                    rounds = 0;
                }
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // Any error will occur again where it matters; here only time is lost.
            LOG.debug("warm-up ended early", e);
        }
    }

    private long round(Trainer trainer, Dataset data) {
        long start = System.nanoTime();
        for (int step = 0; step < ROUND && !closed; step += ROWS / BATCH) {
            trainer.fit(data);
        }
        return System.nanoTime() - start;
    }

    private static NetworkSpec tiny(NetworkSpec spec) {
        NetworkSpec.Builder builder = NetworkSpec.inputs(WIDTH).inputDropout(spec.inputDropout());
        for (int e = 0; e < Math.min(spec.embeddings().size(), WIDTH); e++) {
            // As wide as the column that it replaces, so that all layers can be added up.
            builder.embedding(LayerKinds.narrowed(spec.embeddings().get(e), e));
        }
        for (Layer layer : spec.hidden()) {
            builder.layer(LayerKinds.resized(layer, WIDTH));
        }
        return builder.output(Math.min(spec.outputs(), WIDTH), spec.loss());
    }

    /** Zeros, with the first class as the target, are as good as anything. */
    private static Dataset data(NetworkSpec spec, Rows.Storage storage) {
        Rows features = new Rows(
                Arena.ofAuto().allocate((long) ROWS * WIDTH * storage.bytes(), storage.bytes()),
                storage,
                ROWS,
                WIDTH,
                1);
        int classes = Math.max(2, spec.outputs());
        return Dataset.of(features, new Targets.Labels(new int[ROWS], classes));
    }

    /** Waits until it is done, about a second; an interrupt ends the wait. */
    public void await() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it and waits for the current step; closing twice is harmless. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
