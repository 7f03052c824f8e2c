package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One training step on a batch, in two phases with a barrier after each:
 *
 * <ol>
 *   <li>for each shard of rows: gather, forwards, loss, backwards (see {@link FirstPhase} for layers divided by columns);
 *   <li>for each tile of parameters: gradient over all rows of the batch, then the update (see {@link SecondPhase} for
 *       limits of the gradient's norm).
 * </ol>
 *
 * <p>A step allocates nothing: all views are made when a batch size first occurs. It does not own the network or the team, but
 * it owns its workspace and the optimiser's state. For use by one thread.
 */
public final class TrainingStep implements AutoCloseable {
    private final Parameters parameters;
    private final Architecture architecture;
    private final WorkerTeam team;
    private final SecondPhase secondPhase;
    private final IntFunction<StepPlan> planner;
    private final Workspace workspace;
    private final OptimizerState state;
    private final KeptGradients keptGradients;
    private final OptimizerState furtherGradients;
    private final TileScratch scratch;
    private final UpdateItems updateItems;
    private final StepBinding binding;
    private final Map<Integer, BatchViews> views = new HashMap<>();
    private final Closer closer = new Closer();
    private final PartGather gather;

    /** The sums of all parts; null if there is only one. */
    private final @Nullable PartSums sums;

    private @Nullable BatchViews batch;
    private int stopRequest;

    /** Prepares steps that train all parameters. */
    public TrainingStep(
            Parameters parameters,
            WorkerTeam team,
            Supplier<UpdateRule> rule,
            ParameterFactors factors,
            int states,
            Penalty penalty,
            GradientClipping clipping,
            int maxRows,
            IntFunction<StepPlan> planner) {
        this(
                parameters,
                parameters.architecture(),
                team,
                Workers.ALONE,
                rule,
                factors,
                states,
                penalty,
                clipping,
                maxRows,
                planner);
    }

    /**
     * Prepares steps.
     *
     * @param architecture the network's, in which some parameters may be frozen
     * @param workers who computes which parts of each batch
     * @param maxRows the rows of the largest batch, of all parts
     * @param rule makes the update, once for each factor of the learning rate
     * @param factors of kinds of parameters
     * @param states how many numbers of state the rule needs for each parameter
     * @param planner gives the plan for a number of rows
     */
    public TrainingStep(
            Parameters parameters,
            Architecture architecture,
            WorkerTeam team,
            Workers workers,
            Supplier<UpdateRule> rule,
            ParameterFactors factors,
            int states,
            Penalty penalty,
            GradientClipping clipping,
            int maxRows,
            IntFunction<StepPlan> planner) {
        this.parameters = parameters;
        this.architecture = architecture;
        this.team = team;
        this.planner = planner;
        this.binding = new StepBinding(architecture.layers().size());
        this.secondPhase = new SecondPhase(
                architecture, parameters.kernels(), rule, factors, penalty, clipping, workers.exchange(), team);
        parameters.requireOpen();
        StepPlan plan = planner.apply(maxRows);
        try {
            int parts = plan.parts().size();
            workspace = closer.add(new Workspace(parameters, architecture, plan));
            state = closer.add(new OptimizerState(architecture, parameters.dtype(), states));
            keptGradients = closer.add(new KeptGradients(
                    architecture,
                    parameters.dtype(),
                    parameter -> isKept(parameter, clipping, workers.exchange() != null)));
            furtherGradients = closer.add(
                    new OptimizerState(architecture, parameters.dtype(), parts - 1, parameter -> !parameter.isTiled()));
            scratch = closer.add(new TileScratch(architecture, parameters.dtype(), plan.tiles(), team.size(), parts));
            gather = closer.add(new PartGather(workers.exchange()));
            sums = workers.parts().isWhole() ? null : new PartSums(workers.parts(), gather);
            updateItems = new UpdateItems(
                    parameters,
                    architecture,
                    workspace,
                    state,
                    scratch,
                    keptGradients,
                    furtherGradients,
                    team.size(),
                    !SecondPhase.needsSums(penalty, clipping));
        } catch (Throwable e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    /** Returns whether the gradient of a parameter has its own memory. */
    private static boolean isKept(LayerParameter parameter, GradientClipping clipping, boolean isExchanged) {
        return isExchanged || SecondPhase.needsNorms(clipping) || !parameter.isTiled();
    }

    /**
     * Chooses the data, whose targets have already been checked.
     *
     * @param order rows of the data: one for each sample, or, if members have samples of their own, one for each member next to each other
     */
    public void bind(Dataset data, int[] order) {
        binding.data(data, order);
    }

    /** Draws new dropout masks in the following steps: functions of this key, the layer and the element alone. */
    public void drawMasks(long stepKey) {
        binding.drawMasks = true;
        int layers = architecture.layers().size();
        for (int l = 0; l < layers; l++) {
            if (architecture.layer(l).dropout() > 0) {
                binding.maskKeys[l] = RandomKey.fold(stepKey, l);
            }
        }
        if (architecture.inputDropout() > 0) {
            binding.maskKeys[layers] = RandomKey.fold(stepKey, layers);
        }
    }

    /** Keeps the masks as they are. */
    public void holdMasks() {
        binding.drawMasks = false;
    }

    /**
     * Trains on the samples from a position of the order on, as many as this process has of the batch.
     *
     * @param from counts samples, whether or not there are several rows for each
     * @param rows the rows of the batch, of all parts
     * @param step the number of the step, from 1
     */
    public void run(int from, int rows, long step, double learningRate) {
        BatchViews bound = begin(from, rows);
        bound.firstPhase().forwardAndBackward();
        share(bound);
        secondPhase.run(bound.items(), bound.exchanged(), rows, step, learningRate, workspace.strengths.decay);
    }

    /** Computes the loss of those samples, and nothing else. */
    public void runForward(int from, int rows) {
        BatchViews bound = begin(from, rows);
        bound.firstPhase().forward();
        share(bound);
        secondPhase.sumPenalties(bound.items());
    }

    private void share(BatchViews bound) {
        PartSums all = sums;
        if (all != null) {
            all.share(bound.firstPhase(), stopRequest);
        }
    }

    /**
     * Tells the other workers, in the following steps, whether this one is to stop.
     *
     * @param request 0 if it is not, else a number for the reason
     */
    public void requestStop(int request) {
        stopRequest = request;
    }

    /** Returns the largest request of any worker in the last step, the same for all of them. */
    public int stopRequest() {
        PartSums all = sums;
        return all == null ? stopRequest : all.stopRequest();
    }

    /** Has the layers change what no optimiser changes, such as running averages of the last batch's statistics. */
    public void keepStatistics() {
        int rows = current().rows();
        for (TrainedLayer embedding : workspace.embeddings) {
            embedding.keepStatistics(rows * architecture.gatheredPerSample());
        }
        for (int l = 0; l < workspace.layers.length; l++) {
            workspace.layers[l].keepStatistics(rows * architecture.rowsPerSample(l));
        }
    }

    private BatchViews begin(int from, int rows) {
        parameters.requireOpen();
        BatchViews bound = batch;
        if (bound == null || bound.rows() != rows) {
            bound = views.computeIfAbsent(rows, this::views);
            batch = bound;
        }
        binding.from = from * architecture.gatheredPerSample();
        binding.divisor = architecture.loss().divisor(rows * architecture.members(), architecture.outputs());
        return bound;
    }

    private BatchViews views(int rows) {
        StepPlan plan = planner.apply(rows);
        List<UpdateItem> items = updateItems.of(plan);
        return new BatchViews(
                rows,
                new FirstPhase(plan, workspace, architecture.lowestTrained(), binding, gather, team),
                items,
                secondPhase.exchanges() ? ExchangedItems.of(items, keptGradients) : List.of());
    }

    private BatchViews current() {
        BatchViews bound = batch;
        if (bound == null) {
            throw new IllegalStateException("no batch was bound");
        }
        return bound;
    }

    /** Returns the last batch's loss, penalties included, with the parameters before the update. */
    public double loss() {
        BatchViews bound = current();
        PartSums all = sums;
        double sum = all == null ? bound.firstPhase().loss(0) : all.loss();
        return sum / binding.divisor + secondPhase.penalty(bound.items(), bound.rows());
    }

    /** Returns how many of the last batch's rows were predicted correctly; with several members, by the average member. */
    public long correct() {
        PartSums all = sums;
        long correct = all == null ? current().firstPhase().correct(0) : all.correct();
        return Math.round((double) correct / architecture.members());
    }

    /** Returns the memory of the batch. */
    public Workspace workspace() {
        return workspace;
    }

    /** Returns the optimiser's state. */
    public OptimizerState state() {
        return state;
    }

    /**
     * Returns the bytes of the gradients that are stored at once, and of what workers tell each other after each step.
     *
     * @param parts of a batch, and which of them are computed in this process
     * @param workers how many workers train together; 0 for a process by itself
     */
    public static long keptGradientBytes(
            Architecture architecture, DType dtype, GradientClipping clipping, BatchParts parts, int workers) {
        long further = 0;
        for (LayerParameter parameter : architecture.parameters()) {
            further += parameter.isTrained() && !parameter.isTiled() ? parameter.size() : 0;
        }
        return KeptGradients.bytes(architecture, dtype, parameter -> isKept(parameter, clipping, workers > 0))
                + (parts.own() - 1) * further * dtype.bytes()
                + PartSums.bytes(parts, workers);
    }

    /** Returns the bytes of the workspace, the optimiser's state and the gradients. */
    public long bytes() {
        return workspace.bytes()
                + state.bytes()
                + keptGradients.bytes()
                + furtherGradients.bytes()
                + scratch.bytes()
                + gather.bytes();
    }

    @Override
    public void close() {
        closer.close();
    }
}
