package io.github.panagrad.nn;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * A trained network for serving: a copy of its parameters that never changes, shared by any number of threads.
 *
 * <p>A single row is computed on the calling thread, without entering OpenBLAS and without allocating anything but the
 * result. Batches use matrix products, as many at once as there are processors, while others wait. The answer to a row
 * is the same bits whoever asks, and whatever else is going on; asked singly and as part of a batch it may differ by
 * rounding. The owner closes it; then every call throws {@link IllegalStateException}.
 */
public final class Predictor implements AutoCloseable {
    /** Rows of a block of a batch. */
    private static final int BLOCK_ROWS = 256;

    /** Single rows that are computed at once without making a workspace. */
    private static final int POOLED_ROWS = 64;

    private final NetworkSpec spec;
    private final Network network;
    private final Kernels kernels;
    private final RowActivationsPool rows;
    private final RowActivationsPool blocks;
    private final Semaphore batches;

    /**
     * Copies a network, which can be closed or trained on afterwards.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if the memory cannot be had
     * @throws IllegalStateException if the network was closed
     */
    public Predictor(Network source) {
        source.requireOpen();
        spec = source.spec();
        kernels = source.kernels();
        int atOnce = Math.min(
                Runtime.getRuntime().availableProcessors(), source.backend().maxThreads());
        batches = new Semaphore(atOnce);
        rows = new RowActivationsPool(POOLED_ROWS, () -> new RowActivations(spec, source.dtype(), 1));
        blocks = new RowActivationsPool(atOnce, () -> new RowActivations(spec, source.dtype(), BLOCK_ROWS));
        network = new Network(spec, source.dtype(), source.backend());
        for (int l = 0; l < spec.layers(); l++) {
            network.weights(l).copyFrom(source.weights(l));
            network.biases(l).copyFrom(source.biases(l));
        }
    }

    /**
     * Loads a model file.
     *
     * @throws ModelFormatException if it is not a model of this library
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     */
    public static Predictor load(Path file, Backend backend) {
        try (Network network = ModelFile.load(file, backend)) {
            return new Predictor(network);
        }
    }

    /** Returns the shape of the network. */
    public NetworkSpec spec() {
        return spec;
    }

    /**
     * Predicts one row: probabilities for classification, else values.
     *
     * @param features as many as the network has inputs; read
     * @return one for each output
     * @throws IllegalArgumentException if the number of features is another
     * @throws IllegalStateException if this was closed
     */
    public double[] predict(double[] features) {
        double[] result = new double[spec.outputs()];
        predict(features, result);
        return result;
    }

    /**
     * The same into an array of the caller's, so that nothing is allocated.
     *
     * @param features as many as the network has inputs; read
     * @param result as many as the network has outputs; written
     */
    public void predict(double[] features, double[] result) {
        requireLength("features", features.length, spec.inputs());
        requireLength("results", result.length, spec.outputs());
        RowActivations workspace = rows.take();
        try {
            for (int c = 0; c < features.length; c++) {
                workspace.input.set(0, c, features[c]);
            }
            Tensor output = forwardRow(workspace);
            for (int c = 0; c < result.length; c++) {
                result[c] = output.get(0, c);
            }
        } finally {
            rows.give(workspace);
        }
    }

    private Tensor forwardRow(RowActivations workspace) {
        for (int l = 0; l < spec.layers(); l++) {
            kernels.matrixVector(network.weights(l), workspace.inputOf(l), workspace.outputs[l]);
            kernels.activate(spec.activation(l), network.biases(l), null, 1, workspace.outputs[l], null);
        }
        Tensor output = workspace.outputs[spec.layers() - 1];
        spec.loss().predict(kernels, output);
        return output;
    }

    /**
     * Predicts a batch: probabilities for classification, else values.
     *
     * @param features a row for each sample; read
     * @return a row for each sample, with one number for each output
     * @throws IllegalArgumentException if a row has another number of features
     * @throws IllegalStateException if this was closed
     */
    public double[][] predict(double[][] features) {
        for (double[] row : features) {
            requireLength("features", row.length, spec.inputs());
        }
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
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < spec.inputs(); c++) {
                workspace.input.set(r, c, features[from + r][c]);
            }
        }
        Tensor output = workspace.input.rowRange(0, count);
        for (int l = 0; l < spec.layers(); l++) {
            Tensor input = output;
            output = workspace.outputs[l].rowRange(0, count);
            kernels.gemm(false, true, 1, input, network.weights(l), 0, output);
            kernels.activate(spec.activation(l), network.biases(l), null, 1, output, null);
        }
        spec.loss().predict(kernels, output);
        System.arraycopy(output.toArray(), 0, result, from, count);
    }

    private static void requireLength(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("expected " + expected + " " + what + ", found " + found);
        }
    }

    /** Frees the memory; closing twice is harmless. */
    @Override
    public void close() {
        rows.close();
        blocks.close();
        network.close();
    }
}
