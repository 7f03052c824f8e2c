package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.WorkerTeam;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One training step on a batch, in two phases with a barrier behind each:
 *
 * <ol>
 *   <li>for each shard of rows: gather, forwards, loss, backwards (see {@link FirstPhase} for layers divided by columns);
 *   <li>for each tile of parameters: gradient over all rows of the batch, then the update.
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
    private final UpdateRule rule;
    private final double l2;
    private final IntFunction<StepPlan> planner;
    private final Workspace workspace;
    private final OptimizerState state;
    private final TileScratch scratch;
    private final StepBinding binding;
    private final Map<Integer, BatchViews> views = new HashMap<>();
    private final WorkerTeam.Task update =
            (item, worker) -> update(current().tiles().get(item), worker);

    private @Nullable BatchViews batch;
    private double decay;
    private double shrink;

    /**
     * Prepares steps.
     *
     * @param maxRows the rows of the largest batch
     * @param states how many numbers of state the rule needs for each parameter
     * @param l2 λ of the penalty λ/(2m) Σ‖W‖², m being the rows of a batch
     * @param planner gives the plan for a number of rows
     */
    TrainingStep(
            Network network,
            WorkerTeam team,
            UpdateRule rule,
            int states,
            double l2,
            int maxRows,
            IntFunction<StepPlan> planner) {
        this.network = network;
        this.spec = network.spec();
        this.kernels = network.kernels();
        this.team = team;
        this.rule = rule;
        this.l2 = l2;
        this.planner = planner;
        this.binding = new StepBinding(spec.layers());
        network.requireOpen();
        workspace = new Workspace(spec, network.dtype(), maxRows, kernels);
        try {
            state = new OptimizerState(spec, network.dtype(), states);
        } catch (RuntimeException e) {
            workspace.close();
            throw e;
        }
        try {
            scratch = new TileScratch(
                    spec, network.dtype(), planner.apply(maxRows).tiles(), team.size());
        } catch (RuntimeException e) {
            workspace.close();
            state.close();
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
        for (int l = 0; l < binding.maskKeys.length; l++) {
            if (spec.dropout(l) > 0) {
                binding.maskKeys[l] = RandomKey.fold(stepKey, l);
            }
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
        rule.begin(step, learningRate);
        decay = l2 / rows;
        shrink = 1 - learningRate * rule.weightDecay();
        team.run(update, bound.tiles().size());
    }

    /** Computes the loss of those rows, and nothing else. */
    void runForward(int from, int rows) {
        BatchViews bound = begin(from, rows);
        bound.firstPhase().forward();
        if (l2 != 0) {
            for (TileViews tile : bound.tiles()) {
                tile.sumOfSquares = kernels.sumOfSquares(tile.weights);
            }
        }
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
        FirstPhase firstPhase = new FirstPhase(plan, network, workspace, binding, team);
        List<TileViews> tiles = plan.tiles().stream()
                .map(tile -> new TileViews(network, workspace, rows, state, scratch, tile))
                .toList();
        return new BatchViews(rows, firstPhase, tiles);
    }

    private BatchViews current() {
        BatchViews bound = batch;
        if (bound == null) {
            throw new IllegalStateException("no batch was bound");
        }
        return bound;
    }

    private void update(TileViews tile, int worker) {
        Tensor weightGradient = tile.weightGradients[worker];
        Tensor biasGradient = tile.biasGradients[worker];
        kernels.gemm(true, false, 1, tile.deltas, tile.inputs, 0, weightGradient);
        kernels.columnSums(tile.deltas, biasGradient);
        if (l2 != 0) {
            tile.sumOfSquares = kernels.sumOfSquares(tile.weights);
        }
        rule.apply(tile.weights, weightGradient, tile.weightState, decay, shrink);
        rule.apply(tile.biases, biasGradient, tile.biasState, 0, 1);
    }

    /** Returns the last batch's loss, the L2 penalty included, with the parameters before the update. */
    double loss() {
        BatchViews bound = current();
        double loss = bound.firstPhase().loss() / binding.divisor;
        if (l2 != 0) {
            double squares = 0;
            for (int t = 0; t < bound.tiles().size(); t++) {
                squares += bound.tiles().get(t).sumOfSquares;
            }
            loss += l2 / (2 * bound.rows()) * squares;
        }
        return loss;
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

    /** Returns the bytes of the workspace, the optimiser's state and the gradient tiles. */
    long bytes() {
        return workspace.bytes() + state.bytes() + scratch.bytes();
    }

    @Override
    public void close() {
        workspace.close();
        state.close();
        scratch.close();
    }
}
