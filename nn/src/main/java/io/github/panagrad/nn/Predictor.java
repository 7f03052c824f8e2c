package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.BatchLoss;
import io.github.panagrad.nn.engine.Closer;
import io.github.panagrad.nn.engine.InferencePass;
import io.github.panagrad.nn.engine.RowActivations;
import io.github.panagrad.nn.engine.RowActivationsPool;
import io.github.panagrad.nn.engine.Users;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A trained network, or an {@link Ensemble} of several, for serving: a copy of the parameters that never changes, shared by any
 * number of threads. An ensemble's prediction is the mean of its members'.
 *
 * <p>A single row is computed on the calling thread, without entering OpenBLAS and without allocating anything but the result.
 * Batches use matrix products, as many at once as there are processors, while others wait. The result for a row has the same
 * bits whoever asks, and whatever else is running; computed singly and as part of a batch it may differ by rounding. The owner
 * closes it; then every new call throws {@link IllegalStateException}.
 */
public final class Predictor implements AutoCloseable {
    /** Rows of a block of a batch. */
    private static final int BLOCK_ROWS = 256;

    /** Single rows that can be computed concurrently without allocating a workspace. */
    private static final int POOLED_ROWS = 64;

    private final NetworkSpec spec;
    private final Network[] members;
    private final Kernels kernels;
    private final BatchLoss loss;
    private final InferencePass[] passes;
    private final RowActivationsPool rows;
    private final RowActivationsPool blocks;
    private final Semaphore batches;
    private final Users users;

    /**
     * Copies a network, which can be closed or trained on afterwards.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalStateException if the network was closed
     */
    public Predictor(Network source) {
        this(List.of(source));
    }

    /**
     * Copies an ensemble, which can be closed afterwards.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalStateException if the ensemble was closed
     */
    public Predictor(Ensemble source) {
        this(source.members());
    }

    private Predictor(List<Network> sources) {
        sources.forEach(Network::requireOpen);
        Network first = sources.getFirst();
        spec = first.spec();
        kernels = first.kernels();
        Architecture architecture = first.values().architecture();
        loss = architecture.loss();
        int atOnce = Math.min(
                Runtime.getRuntime().availableProcessors(), first.backend().maxThreads());
        batches = new Semaphore(atOnce);
        rows = new RowActivationsPool(POOLED_ROWS, () -> new RowActivations(architecture, first.dtype(), 1));
        blocks = new RowActivationsPool(atOnce, () -> new RowActivations(architecture, first.dtype(), BLOCK_ROWS));
        members = new Network[sources.size()];
        passes = new InferencePass[sources.size()];
        Closer closer = new Closer();
        closer.add(rows);
        closer.add(blocks);
        users = new Users("predictor", closer::close);
        try {
            for (int m = 0; m < members.length; m++) {
                members[m] = closer.add(new Network(spec, first.dtype(), first.backend()));
                members[m].copyFrom(sources.get(m));
                passes[m] = new InferencePass(members[m].values());
            }
        } catch (Throwable e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    /**
     * Loads a model file of one network or of several.
     *
     * @throws ModelFormatException if it is not a model of this library
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     */
    public static Predictor load(Path file, Backend backend) {
        try (Ensemble ensemble = ModelFile.loadEnsemble(file, backend)) {
            return new Predictor(ensemble);
        }
    }

    /** Returns the shape of the network, or of each that predicts. */
    public NetworkSpec spec() {
        return spec;
    }

    /** Returns the number of networks whose predictions are averaged; 1 if there is only one. */
    public int members() {
        return members.length;
    }

    /**
     * Predicts one row: probabilities for classification, otherwise values.
     *
     * @param features as many as the network has inputs; read
     * @return one for each output
     * @throws IllegalArgumentException if the number of features is wrong
     * @throws IllegalStateException if this predictor was closed
     */
    public double[] predict(double[] features) {
        double[] result = new double[spec.outputs()];
        predict(features, result);
        return result;
    }

    /**
     * The same into the caller's array, so that nothing is allocated.
     *
     * @param features as many as the network has inputs; read
     * @param result as many as the network has outputs; written
     */
    public void predict(double[] features, double[] result) {
        requireLength("features", features.length, spec.inputs());
        requireLength("results", result.length, spec.outputs());
        users.enter();
        try {
            RowActivations workspace = rows.take();
            try {
                predictRow(features, workspace, result);
            } finally {
                rows.give(workspace);
            }
        } finally {
            users.leave();
        }
    }

    private void predictRow(double[] features, RowActivations workspace, double[] result) {
        for (int c = 0; c < features.length; c++) {
            workspace.columns.set(0, c, features[c]);
        }
        Tensor output = workspace.logits();
        for (int m = 0; m < passes.length; m++) {
            passes[m].forwardRow(workspace);
            loss.predict(kernels, output);
            for (int c = 0; c < result.length; c++) {
                result[c] = m == 0 ? output.get(0, c) : result[c] + output.get(0, c);
            }
        }
        Means.divide(result, passes.length);
    }

    /**
     * Predicts a batch: probabilities for classification, otherwise values.
     *
     * @param features a row for each sample; read
     * @return a row for each sample, with one number for each output
     * @throws IllegalArgumentException if a row has the wrong number of features
     * @throws IllegalStateException if this predictor was closed
     */
    public double[][] predict(double[][] features) {
        for (double[] row : features) {
            requireLength("features", row.length, spec.inputs());
        }
        users.enter();
        try {
            return predictBlocks(features);
        } finally {
            users.leave();
        }
    }

    private double[][] predictBlocks(double[][] features) {
        double[][] result = new double[features.length][];
        batches.acquireUninterruptibly();
        try {
            RowActivations workspace = blocks.take();
            try {
                for (int from = 0; from < features.length; from += BLOCK_ROWS) {
                    predictBlock(features, from, Math.min(BLOCK_ROWS, features.length - from), workspace, result);
                }
            } finally {
                blocks.give(workspace);
            }
        } finally {
            batches.release();
        }
        return result;
    }

    private void predictBlock(double[][] features, int from, int count, RowActivations workspace, double[][] result) {
        RowActivations block = workspace.first(count);
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < spec.inputs(); c++) {
                block.columns.set(r, c, features[from + r][c]);
            }
        }
        for (int m = 0; m < passes.length; m++) {
            passes[m].forward(block);
            loss.predict(kernels, block.logits());
            double[][] values = block.logits().toArray();
            if (m == 0) {
                System.arraycopy(values, 0, result, from, count);
            } else {
                for (int r = 0; r < count; r++) {
                    Means.add(values[r], result[from + r]);
                }
            }
        }
        for (int r = 0; r < count; r++) {
            Means.divide(result[from + r], passes.length);
        }
    }

    private static void requireLength(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("expected " + expected + " " + what + ", found " + found);
        }
    }

    /**
     * Refuses new calls from now on, and frees the memory: at once or, if other threads are inside a call, when the last of
     * them has returned. It does not wait for them; closing twice is harmless.
     */
    @Override
    public void close() {
        users.close();
    }
}
