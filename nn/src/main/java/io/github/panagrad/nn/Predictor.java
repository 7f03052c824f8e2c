package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.ActivationsPool;
import io.github.panagrad.nn.engine.BatchLoss;
import io.github.panagrad.nn.engine.Closer;
import io.github.panagrad.nn.engine.EnsembleActivations;
import io.github.panagrad.nn.engine.RowActivations;
import io.github.panagrad.nn.engine.Users;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A trained network, or an {@link Ensemble} of several, for serving: a copy of the parameters that never changes, shared by any
 * number of threads. An ensemble's prediction is the (weighted) mean of its members'.
 *
 * <p>A single row is computed on the calling thread, without entering OpenBLAS and without allocating anything but the result;
 * only a network with several members of its own ({@link MemberScale}) multiplies matrices for it, and allocates some views.
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
    private final MemberPasses passes;
    private final ActivationsPool rows;
    private final ActivationsPool blocks;
    private final Semaphore batches;
    private final Users users;

    /**
     * Copies a network, which can be closed or trained on afterwards.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalStateException if the network was closed
     */
    public Predictor(Network source) {
        this(List.of(source), List.of(1.0));
    }

    /**
     * Copies an ensemble, which can be closed afterwards.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalStateException if the ensemble was closed
     */
    public Predictor(Ensemble source) {
        this(source.members(), source.weights());
    }

    private Predictor(List<Network> sources, List<Double> weights) {
        sources.forEach(Network::requireOpen);
        Network first = sources.getFirst();
        spec = first.spec();
        kernels = first.kernels();
        loss = first.values().architecture().loss();
        int atOnce = Math.min(
                Runtime.getRuntime().availableProcessors(), first.backend().maxThreads());
        batches = new Semaphore(atOnce);
        members = new Network[sources.size()];
        Closer closer = new Closer();
        users = new Users("predictor", closer::close);
        try {
            for (int m = 0; m < members.length; m++) {
                Network source = sources.get(m);
                members[m] = closer.add(new Network(source.spec(), first.dtype(), first.backend()));
                members[m].copyFrom(source);
            }
            passes = MemberPasses.of(List.of(members), weights);
            rows = closer.add(
                    new ActivationsPool(POOLED_ROWS, () -> new EnsembleActivations(passes.shapes(), first.dtype(), 1)));
            blocks = closer.add(new ActivationsPool(
                    atOnce, () -> new EnsembleActivations(passes.shapes(), first.dtype(), BLOCK_ROWS)));
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

    /** Returns the shape of the network; of an ensemble, that of the first, whose inputs, outputs and loss are those of all. */
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
            EnsembleActivations workspace = rows.take();
            try {
                predictRow(features, workspace, result);
            } finally {
                rows.give(workspace);
            }
        } finally {
            users.leave();
        }
    }

    private void predictRow(double[] features, EnsembleActivations workspace, double[] result) {
        for (int shape = 0; shape < workspace.shapes(); shape++) {
            Tensor columns = workspace.of(shape).columns;
            for (int c = 0; c < features.length; c++) {
                columns.set(0, c, features[c]);
            }
        }
        for (int m = 0; m < members.length; m++) {
            MemberPasses.Member member = passes.members().get(m);
            RowActivations own = workspace.of(member.shape());
            member.pass().forwardRow(own);
            Tensor output = own.logits();
            loss.predict(kernels, output);
            // A row for each member of the network.
            for (int r = 0; r < output.rows(); r++) {
                for (int c = 0; c < result.length; c++) {
                    double value = member.weight() * output.get(r, c);
                    result[c] = m == 0 && r == 0 ? value : result[c] + value;
                }
            }
        }
        Means.divide(result, passes.total());
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
            EnsembleActivations workspace = blocks.take();
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

    private void predictBlock(
            double[][] features, int from, int count, EnsembleActivations workspace, double[][] result) {
        EnsembleActivations block = workspace.first(count);
        for (int shape = 0; shape < block.shapes(); shape++) {
            Tensor columns = block.of(shape).columns;
            for (int r = 0; r < count; r++) {
                for (int c = 0; c < spec.inputs(); c++) {
                    columns.set(r, c, features[from + r][c]);
                }
            }
        }
        for (int m = 0; m < members.length; m++) {
            MemberPasses.Member member = passes.members().get(m);
            RowActivations own = block.of(member.shape());
            member.pass().forward(own);
            loss.predict(kernels, own.logits());
            for (int i = 0; i < own.memberLogits().length; i++) {
                double[][] values = own.memberLogits()[i].toArray();
                for (int r = 0; r < count; r++) {
                    if (m == 0 && i == 0) {
                        Means.begin(values[r], member.weight());
                        result[from + r] = values[r];
                    } else {
                        Means.add(values[r], member.weight(), result[from + r]);
                    }
                }
            }
        }
        for (int r = 0; r < count; r++) {
            Means.divide(result[from + r], passes.total());
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
