package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Penalty;
import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.WorkerTeam;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One training step on a batch, in two phases with a barrier behind each:
 *
 * <ol>
 *   <li>for each shard of rows: gather, forwards, loss, backwards (see {@link FirstPhase} for layers divided by columns);
 *   <li>for each tile of parameters: gradient over all rows of the batch, then the update (see {@link SecondPhase} for
 *       limits of the gradient's norm).
 * </ol>
 *
 * <p>A step allocates nothing: all views are made when a size of batch is first met. It does not own the network or the
 * team, but its workspace and the optimiser's state. Used by one thread.
 */
final class TrainingStep implements AutoCloseable {
    private final Network network;
    private final NetworkSpec spec;
    private final Kernels kernels;
    private final WorkerTeam team;
    private final SecondPhase secondPhase;
    private final IntFunction<StepPlan> planner;
    private final Workspace workspace;
    private final OptimizerState state;
    private final OptimizerState keptGradients;
    private final TileScratch scratch;
    private final UpdateItems updateItems;
    private final StepBinding binding;
    private final Map<Integer, BatchViews> views = new HashMap<>();
    private final Closer closer = new Closer();

    private @Nullable BatchViews batch;

    /**
     * Prepares steps.
     *
     * @param maxRows the rows of the largest batch
     * @param states how many numbers of state the rule needs for each parameter
     * @param planner gives the plan for a number of rows
     */
    TrainingStep(
            Network network,
            WorkerTeam team,
            UpdateRule rule,
            int states,
            Penalty penalty,
            GradientClipping clipping,
            int maxRows,
            IntFunction<StepPlan> planner) {
        this.network = network;
        this.spec = network.spec();
        this.kernels = network.kernels();
        this.team = team;
        this.planner = planner;
        this.binding = new StepBinding(spec.layers());
        this.secondPhase = new SecondPhase(spec, kernels, rule, penalty, clipping, team);
        network.requireOpen();
        StepPlan plan = planner.apply(maxRows);
        try {
            workspace = closer.add(
                    new Workspace(spec, network.dtype(), maxRows, plan.shards().size(), kernels));
            state = closer.add(new OptimizerState(spec, network.dtype(), states));
            boolean keepsAll = SecondPhase.needsNorms(clipping);
            keptGradients = closer.add(
                    new OptimizerState(spec, network.dtype(), 1, kind -> keepsAll || kind == Parameter.Kind.EMBEDDING));
            scratch = closer.add(new TileScratch(spec, network.dtype(), plan.tiles(), team.size()));
            updateItems = new UpdateItems(
                    network,
                    workspace,
                    state,
                    scratch,
                    keptGradients,
                    team.size(),
                    !SecondPhase.needsSums(penalty, clipping));
        } catch (Throwable e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    /** Chooses the data; the targets were checked. */
    void bind(Dataset data, int[] order) {
        binding.data(data, order);
    }

    /** Draws new dropout masks in the following steps: functions of this key, the layer and the element alone. */
    void drawMasks(long stepKey) {
        binding.drawMasks = true;
        for (int l = 0; l < spec.layers(); l++) {
            if (spec.dropout(l) > 0) {
                binding.maskKeys[l] = RandomKey.fold(stepKey, l);
            }
        }
        if (spec.input().dropout() > 0) {
            binding.maskKeys[spec.layers()] = RandomKey.fold(stepKey, spec.layers());
        }
    }

    /** Keeps the masks as they are. */
    void holdMasks() {
        binding.drawMasks = false;
    }

    /**
     * Trains on rows {@code order[from]} onwards.
     *
     * @param step the number of the step, from 1
     */
    void run(int from, int rows, long step, double learningRate) {
        BatchViews bound = begin(from, rows);
        bound.firstPhase().forwardAndBackward();
        secondPhase.run(bound.items(), rows, step, learningRate);
    }

    /** Computes the loss of those rows, and nothing else. */
    void runForward(int from, int rows) {
        BatchViews bound = begin(from, rows);
        bound.firstPhase().forward();
        secondPhase.sumPenalties(bound.items());
    }

    /** Puts the statistics of the last batch into the running averages of batch normalisation. */
    void keepStatistics() {
        int rows = current().rows();
        if (rows < 2) {
            return;
        }
        for (int l = 0; l < spec.layers(); l++) {
            NormalizationMemory memory = workspace.normalizations[l];
            if (memory != null && spec.normalization(l) instanceof Normalization.BatchNorm norm) {
                double share = 1 - norm.keep();
                average(Parameter.Kind.RUNNING_MEAN, l, norm.keep(), share, memory.mean());
                // The mean square around the batch's own mean is too small by that much.
                double unbiased = share * rows / (rows - 1);
                average(Parameter.Kind.RUNNING_VARIANCE, l, norm.keep(), unbiased, memory.variance());
            }
        }
    }

    private void average(Parameter.Kind kind, int layer, double keep, double share, Tensor statistic) {
        Tensor running = network.get(kind, layer);
        kernels.penalties().scale(keep, running);
        kernels.axpy(share, statistic, running);
    }

    private BatchViews begin(int from, int rows) {
        network.requireOpen();
        BatchViews bound = batch;
        if (bound == null || bound.rows() != rows) {
            bound = views.computeIfAbsent(rows, this::views);
            batch = bound;
        }
        binding.from = from;
        binding.divisor = spec.loss().divisor(rows, spec.outputs());
        return bound;
    }

    private BatchViews views(int rows) {
        StepPlan plan = planner.apply(rows);
        return new BatchViews(rows, new FirstPhase(plan, network, workspace, binding, team), updateItems.of(plan));
    }

    private BatchViews current() {
        BatchViews bound = batch;
        if (bound == null) {
            throw new IllegalStateException("no batch was bound");
        }
        return bound;
    }

    /** Returns the last batch's loss, penalties included, with the parameters before the update. */
    double loss() {
        BatchViews bound = current();
        return bound.firstPhase().loss() / binding.divisor + secondPhase.penalty(bound.items(), bound.rows());
    }

    /** Returns how many of the last batch's rows were predicted right. */
    long correct() {
        return current().firstPhase().correct();
    }

    Workspace workspace() {
        return workspace;
    }

    OptimizerState state() {
        return state;
    }

    /** Returns the bytes of the gradients that are kept beside each other. */
    static long keptGradientBytes(NetworkSpec spec, DType dtype, GradientClipping clipping) {
        long count = 0;
        for (Parameter parameter : Parameter.of(spec)) {
            boolean isKept = SecondPhase.needsNorms(clipping) || parameter.kind() == Parameter.Kind.EMBEDDING;
            count += isKept && parameter.kind().isTrained() ? parameter.size() : 0;
        }
        return count * dtype.bytes();
    }

    /** Returns the bytes of the workspace, the optimiser's state and the gradients. */
    long bytes() {
        return workspace.bytes() + state.bytes() + keptGradients.bytes() + scratch.bytes();
    }

    @Override
    public void close() {
        closer.close();
    }
}
