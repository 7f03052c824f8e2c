package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.BatchLoss;
import io.github.panagrad.nn.engine.EnsembleActivations;
import io.github.panagrad.nn.engine.RowActivations;
import io.github.panagrad.nn.engine.TargetBlock;
import io.github.panagrad.nn.engine.Users;
import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network, or the networks of an ensemble, forwards over a data set, in blocks of a fixed number of rows, so that
 * results are bit-identical for every number of threads, in training and afterwards. It owns its memory, allocated on first
 * use; for use by one thread.
 */
public final class Evaluator implements AutoCloseable {
    /** Rows of a block; large enough for matrix products to be efficient, small enough to stay in cache. */
    private static final int BLOCK_ROWS = 256;

    private final List<Network> members;
    private final Network network;
    private final WorkerTeam team;
    private final boolean ownsTeam;
    private final MemberPasses passes;
    private final Users users = new Users("evaluator", this::free);
    private @Nullable Lane @Nullable [] lanes;

    /** Makes an evaluator with its own team of threads. */
    public Evaluator(Network network, int threads) {
        this(List.of(network), List.of(1.0), new WorkerTeam(ThreadChoice.require(network.backend(), threads)), true);
    }

    /** Makes an evaluator of an ensemble, which remains the caller's, with its own team of threads. */
    public Evaluator(Ensemble ensemble, int threads) {
        this(
                ensemble.members(),
                ensemble.weights(),
                new WorkerTeam(ThreadChoice.require(ensemble.backend(), threads)),
                true);
    }

    /** Makes an evaluator on a team that remains the caller's. */
    Evaluator(Network network, WorkerTeam team) {
        this(List.of(network), List.of(1.0), team, false);
    }

    private Evaluator(List<Network> members, List<Double> weights, WorkerTeam team, boolean ownsTeam) {
        this.members = members;
        this.network = members.getFirst();
        this.team = team;
        this.ownsTeam = ownsTeam;
        this.passes = MemberPasses.of(members, weights);
    }

    /** One worker's memory. */
    private static final class Lane implements AutoCloseable {
        private final Slab slab = new Slab("evaluation workspace");
        final EnsembleActivations rows;
        final Tensor delta;
        final TargetBlock targets;
        final LossSum sum = new LossSum();
        final @Nullable MeanLogits mean;

        /** Of the members' mean prediction, if there are several. */
        private final @Nullable Tensor meanLogits;

        Lane(NetworkSpec spec, List<Architecture> shapes, DType dtype, boolean isEnsemble) {
            mean = isEnsemble ? new MeanLogits(spec.loss(), Math.multiplyExact(BLOCK_ROWS, spec.outputs())) : null;
            try {
                meanLogits = isEnsemble ? slab.allocate(dtype, BLOCK_ROWS, spec.outputs()) : null;
                delta = slab.allocate(dtype, BLOCK_ROWS, spec.outputs());
                targets = TargetBlock.allocate(slab, dtype, BLOCK_ROWS, 1, spec.outputs());
                rows = new EnsembleActivations(shapes, dtype, BLOCK_ROWS);
            } catch (Throwable e) {
                slab.close();
                throw e;
            }
        }

        static long bytes(List<Architecture> shapes, DType dtype, boolean isEnsemble) {
            int outputs = shapes.getFirst().outputs();
            return EnsembleActivations.bytes(shapes, dtype, BLOCK_ROWS)
                    + (isEnsemble ? 2 : 1) * Tensor.byteSize(dtype, BLOCK_ROWS, outputs)
                    + TargetBlock.bytes(dtype, BLOCK_ROWS, 1, outputs);
        }

        @Override
        public void close() {
            rows.close();
            slab.close();
        }
    }

    /** The work on a block whose columns have been gathered. */
    private interface BlockTask {
        void accept(Lane lane, int block, int from, EnsembleActivations rows);
    }

    /**
     * Computes loss and accuracy; an ensemble's are those of its mean prediction.
     *
     * @throws IllegalArgumentException if the data does not fit the network
     * @throws IllegalStateException if the network or this evaluator was closed
     */
    public Evaluation evaluate(Dataset data) {
        return pass(data, null);
    }

    /**
     * Computes loss and accuracy and the predictions, in one pass over the samples: the same bits as {@link #evaluate(Dataset)}
     * and {@link #predict}.
     *
     * @param predictions as many rows as samples; each is replaced by a new one, with a number for each output
     * @throws IllegalArgumentException if the data does not fit the network, or the predictions have the wrong number of rows
     * @throws IllegalStateException if the network or this evaluator was closed
     */
    public Evaluation evaluate(Dataset data, double[][] predictions) {
        if (predictions.length != data.size()) {
            throw new IllegalArgumentException(
                    "expected " + data.size() + " rows for predictions, found " + predictions.length);
        }
        return pass(data, predictions);
    }

    private Evaluation pass(Dataset data, double @Nullable [][] predictions) {
        NetworkSpec spec = network.spec();
        DataChecks.require(spec, network.dtype(), data);
        Kernels kernels = network.kernels();
        BatchLoss loss = network.values().architecture().loss();
        int[] order = data.rows();
        int blocks = blocks(data);
        double[] losses = new double[blocks];
        long[] correct = new long[blocks];
        forEachBlock(data, order, (lane, block, from, rows) -> {
            Tensor logits = logits(lane, rows, predictions, from);
            TargetBlock targets = lane.targets.rowRange(0, logits.rows());
            targets.gather(kernels, loss, data, order, from);
            Tensor delta = lane.delta.rowRange(0, logits.rows());
            lane.sum.clear();
            loss.apply(kernels, logits, targets, 1, delta, lane.sum);
            losses[block] = lane.sum.loss;
            correct[block] = lane.sum.correct;
            if (predictions != null && lane.mean == null) {
                addPredictions(rows, 0, predictions, from);
            }
        });
        double sum = 0;
        long right = 0;
        for (int b = 0; b < blocks; b++) {
            sum += losses[b];
            right += correct[b];
        }
        double accuracy = spec.loss().isClassification() ? (double) right / data.size() : Double.NaN;
        return new Evaluation(sum / spec.loss().divisor(data.size(), spec.outputs()), accuracy, data.size());
    }

    /**
     * Computes predictions: probabilities for classification, otherwise values; an ensemble's are the mean of its members'.
     *
     * @return a row for each sample, a column for each output
     * @throws IllegalArgumentException if the data does not fit the network
     * @throws IllegalStateException if the network or this evaluator was closed
     */
    public double[][] predict(Dataset data) {
        NetworkSpec spec = network.spec();
        DataChecks.requireColumns(spec, data);
        double[][] predictions = new double[data.size()][];
        forEachBlock(data, data.rows(), (lane, block, from, rows) -> {
            for (int m = 0; m < passes.members().size(); m++) {
                forward(rows, m);
                addPredictions(rows, m, predictions, from);
            }
            divide(predictions, from, rows);
        });
        return predictions;
    }

    private RowActivations forward(EnsembleActivations rows, int member) {
        MemberPasses.Member network = passes.members().get(member);
        RowActivations own = rows.of(network.shape());
        network.pass().forward(own);
        return own;
    }

    /** Turns a network's logits into predictions, in place, and adds them to those of the previous networks. */
    private void addPredictions(EnsembleActivations rows, int member, double[][] predictions, int from) {
        RowActivations own = rows.of(passes.members().get(member).shape());
        double weight = passes.members().get(member).weight();
        network.values().architecture().loss().predict(network.kernels(), own.logits());
        boolean begins = member == 0;
        for (Tensor ofMember : own.memberLogits()) {
            double[][] values = ofMember.toArray();
            for (int r = 0; r < values.length; r++) {
                if (begins) {
                    Means.begin(values[r], weight);
                    predictions[from + r] = values[r];
                } else {
                    Means.add(values[r], weight, predictions[from + r]);
                }
            }
            begins = false;
        }
    }

    /** Turns the sums of predictions into their means. */
    private void divide(double[][] predictions, int from, EnsembleActivations rows) {
        for (int r = 0; r < rows.rows(); r++) {
            Means.divide(predictions[from + r], passes.total());
        }
    }

    /**
     * Computes logits: the network's, or those of the members' mean prediction. The members' predictions are added before their
     * logits are overwritten.
     */
    private Tensor logits(Lane lane, EnsembleActivations rows, double @Nullable [][] predictions, int from) {
        MeanLogits mean = lane.mean;
        Tensor whole = lane.meanLogits;
        if (mean == null || whole == null) {
            return forward(rows, 0).logits();
        }
        mean.clear();
        for (int m = 0; m < passes.members().size(); m++) {
            for (Tensor ofMember : forward(rows, m).memberLogits()) {
                mean.add(ofMember, passes.members().get(m).weight());
            }
            if (predictions != null) {
                addPredictions(rows, m, predictions, from);
            }
        }
        if (predictions != null) {
            divide(predictions, from, rows);
        }
        Tensor logits = whole.rowRange(0, rows.rows());
        mean.write(logits);
        return logits;
    }

    private static int blocks(Dataset data) {
        return Math.ceilDiv(data.size(), BLOCK_ROWS);
    }

    private void forEachBlock(Dataset data, int[] order, BlockTask task) {
        users.enter();
        try {
            Network.enter(members);
            try {
                runBlocks(data, order, task);
            } finally {
                Network.leave(members);
            }
        } finally {
            users.leave();
        }
    }

    private void runBlocks(Dataset data, int[] order, BlockTask task) {
        @Nullable Lane[] memory = lanes();
        int blocks = blocks(data);
        // The number of items in a task is limited.
        for (int done = 0; done < blocks; done += WorkerTeam.MAX_ITEMS) {
            int first = done;
            team.run(
                    (item, worker) -> {
                        int block = first + item;
                        int from = block * BLOCK_ROWS;
                        Lane lane = lane(memory, worker);
                        int rows = Math.min(BLOCK_ROWS, data.size() - from);
                        task.accept(lane, block, from, gather(lane, data, order, from, rows));
                    },
                    Math.min(WorkerTeam.MAX_ITEMS, blocks - done));
        }
    }

    private @Nullable Lane[] lanes() {
        @Nullable Lane[] existing = lanes;
        if (existing == null) {
            existing = new @Nullable Lane[team.size()];
            lanes = existing;
        }
        return existing;
    }

    private Lane lane(@Nullable Lane[] memory, int worker) {
        Lane lane = memory[worker];
        if (lane == null) {
            lane = new Lane(network.spec(), passes.shapes(), network.dtype(), !passes.isSingle());
            memory[worker] = lane;
        }
        return lane;
    }

    private EnsembleActivations gather(Lane lane, Dataset data, int[] order, int from, int rows) {
        EnsembleActivations block = lane.rows.first(rows);
        for (int shape = 0; shape < block.shapes(); shape++) {
            network.kernels().gather(data.features(), order, from, block.of(shape).columns);
        }
        return block;
    }

    /** Returns the most bytes that an evaluator with that many threads holds. */
    static long bytes(Architecture architecture, DType dtype, int threads) {
        return threads * Lane.bytes(List.of(architecture), dtype, architecture.members() > 1);
    }

    /** Returns the bytes of off-heap memory held. */
    public long bytes() {
        long bytes = 0;
        for (Lane lane : lanes()) {
            bytes += lane == null ? 0 : Lane.bytes(passes.shapes(), network.dtype(), !passes.isSingle());
        }
        return bytes;
    }

    private void free() {
        if (ownsTeam) {
            team.close();
        }
        for (Lane lane : lanes()) {
            if (lane != null) {
                lane.close();
            }
        }
    }

    /**
     * Refuses new calls from now on, and frees the memory: at once or, if another thread is inside a call, when that call has
     * ended. It does not wait for that; closing twice is harmless.
     */
    @Override
    public void close() {
        users.close();
    }
}
