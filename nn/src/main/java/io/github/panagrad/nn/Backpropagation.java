package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.Closer;
import io.github.panagrad.nn.engine.GradientRule;
import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.engine.TrainingStep;
import io.github.panagrad.nn.engine.Users;
import io.github.panagrad.nn.engine.Workers;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Loss and gradients of one batch, without an update: for gradient checks, parity tests and custom training loops. It runs the
 * same code as a training step.
 *
 * <p>The batch is a whole data set. This owns its memory and threads and must be closed; the network still belongs to the
 * caller. For use by one thread.
 */
public final class Backpropagation implements AutoCloseable {
    private final Network network;
    private final int rows;
    private final TrainingStep step;
    private final Users users;

    /**
     * Prepares a batch. Dropout masks are all drawn from seed 0 until told otherwise.
     *
     * @param l2 λ of the penalty λ/(2m) Σ‖W‖² on the weights
     * @throws IllegalArgumentException if the data does not fit the network
     */
    public Backpropagation(Network network, Dataset batch, double l2) {
        this(network, batch, List.of(new Regularizer.L2(l2)));
    }

    /**
     * The same with other penalties.
     *
     * @param regularizers only those that are part of the loss have an effect
     */
    public Backpropagation(Network network, Dataset batch, List<Regularizer> regularizers) {
        this(
                network,
                batch,
                Penalty.of(regularizers),
                1,
                rows -> StepPlan.forThreads(network.values().architecture(), rows, 1));
    }

    /**
     * Prepares a batch for several threads.
     *
     * @param threads the number of threads
     * @param planner how the work is divided; the bits of the result depend on it
     */
    Backpropagation(Network network, Dataset batch, Penalty penalty, int threads, IntFunction<StepPlan> planner) {
        this(network, batch, batch.rows(), network.values().architecture(), penalty, threads, planner);
    }

    /**
     * Prepares a batch of rows in any order.
     *
     * @param order rows of the data, as many for each sample of the batch as the architecture gathers
     * @param architecture the network's
     */
    Backpropagation(
            Network network,
            Dataset batch,
            int[] order,
            Architecture architecture,
            Penalty penalty,
            int threads,
            IntFunction<StepPlan> planner) {
        this.network = network;
        this.rows = order.length / architecture.gatheredPerSample();
        DataChecks.require(network.spec(), network.dtype(), batch);
        Closer closer = new Closer();
        users = new Users("batch", closer::close);
        try {
            WorkerTeam team = closer.add(new WorkerTeam(threads));
            step = closer.add(new TrainingStep(
                    network.values(),
                    architecture,
                    team,
                    Workers.ALONE,
                    () -> new GradientRule(network.kernels()),
                    ParameterFactors.none(),
                    GradientRule.STATES,
                    lossOnly(penalty),
                    GradientClipping.none(),
                    rows,
                    planner));
            step.bind(batch, order);
            drawMasks(0);
        } catch (Throwable e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    /** Leaves out what changes the parameters directly. */
    private static Penalty lossOnly(Penalty penalty) {
        return new Penalty(penalty.l1(), penalty.l2(), 0, Double.POSITIVE_INFINITY);
    }

    /** Draws the dropout masks from a seed, and keeps them for every later call. */
    public void drawMasks(long seed) {
        enter();
        try {
            step.drawMasks(Purpose.DROPOUT.key(seed).bits());
            step.runForward(0, rows);
            step.holdMasks();
        } finally {
            leave();
        }
    }

    private void enter() {
        users.enter();
        try {
            network.users().enter();
        } catch (IllegalStateException e) {
            users.leave();
            throw e;
        }
    }

    private void leave() {
        network.users().leave();
        users.leave();
    }

    /**
     * Returns which units of a hidden layer the dropout mask keeps, rows x units; a copy.
     *
     * @throws IllegalArgumentException if the layer has no dropout
     */
    public boolean[][] keptUnits(int layer) {
        DropoutMask mask = mask(layer);
        boolean[][] kept = new boolean[mask.rows()][mask.columns()];
        for (int r = 0; r < kept.length; r++) {
            for (int c = 0; c < kept[r].length; c++) {
                kept[r][c] = mask.get(r, c);
            }
        }
        return kept;
    }

    /** Returns a hidden layer's dropout mask, to be read or changed. */
    DropoutMask mask(int layer) {
        DropoutMask mask = step.workspace().masks[layer];
        if (mask == null) {
            throw new IllegalArgumentException("layer " + layer + " has no dropout");
        }
        return mask;
    }

    /** Returns the dropout mask of the features, to be read or changed. */
    DropoutMask inputMask() {
        DropoutMask mask = step.workspace().featureMask;
        if (mask == null) {
            throw new IllegalArgumentException("the inputs have no dropout");
        }
        return mask;
    }

    /** Computes and returns the loss, penalty included. */
    public double loss() {
        enter();
        try {
            step.runForward(0, rows);
            return step.loss();
        } finally {
            leave();
        }
    }

    /** Computes the gradients and returns the loss, penalty included. */
    public double run() {
        enter();
        try {
            step.run(0, rows, 1, 0);
            return step.loss();
        } finally {
            leave();
        }
    }

    /** Returns the last gradient of a parameter, in its shape; overwritten by the next {@link #run}. */
    public Tensor gradient(Parameter parameter) {
        return gradient(parameter.name());
    }

    private Tensor gradient(String name) {
        return step.state().of(network.number(name))[0];
    }

    /** Returns the last gradient of a layer's weights, fanOut x fanIn; overwritten by the next {@link #run}. */
    public Tensor weightGradient(int layer) {
        return gradient(Parameter.name(Parameter.LAYERS, layer, "weight"));
    }

    /** Returns the last gradient of a layer's biases, 1 x fanOut; overwritten by the next {@link #run}. */
    public Tensor biasGradient(int layer) {
        return gradient(Parameter.name(Parameter.LAYERS, layer, "bias"));
    }

    /**
     * Returns the last outputs of a layer, rows x fanOut: activations after dropout, or the last layer's logits. With several
     * members there is a row for each of them, next to each other for each sample.
     */
    public Tensor outputs(int layer) {
        return step.workspace().outputs[layer];
    }

    /**
     * Stops the threads and frees the memory: at once or, if another thread is inside a call, when that call has ended. It does
     * not wait for that; closing twice is harmless.
     */
    @Override
    public void close() {
        users.close();
    }
}
