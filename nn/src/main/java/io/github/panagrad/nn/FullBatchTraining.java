package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.GradientRule;
import io.github.panagrad.nn.engine.LbfgsMinimizer;
import io.github.panagrad.nn.engine.LbfgsState;
import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.TrainingStep;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Training by {@link Lbfgs}: an epoch is one iteration, which evaluates loss (penalty included) and gradient of the whole
 * training set several times. It owns neither the network nor the step, whose update must be {@link GradientRule}. For use by
 * one thread.
 */
final class FullBatchTraining {
    private final Network network;
    private final TrainingStep step;
    private final int rows;
    private final LbfgsMinimizer minimizer;

    /** Where the loss and the number of correct rows were last computed: the network's parameters. */
    private double[] evaluated = {};

    /**
     * Starts at the network's parameters, and evaluates them; or resumes.
     *
     * @param step with dropout masks held or without dropout
     * @param data checked by {@link #require}
     * @param state the state to resume from, in which case the network's parameters are not read; or null to start
     */
    FullBatchTraining(Network network, TrainingStep step, Lbfgs lbfgs, Dataset data, @Nullable LbfgsState state) {
        this.network = network;
        this.step = step;
        this.rows = data.size();
        step.bind(data, data.rows());
        if (state != null) {
            minimizer = new LbfgsMinimizer(lbfgs, this::evaluate, state);
            return;
        }
        double[] start = new double[Math.toIntExact(network.spec().parameterCount())];
        forEachParameter(network, (tensor, from) -> read(tensor, start, from));
        minimizer = new LbfgsMinimizer(lbfgs, this::evaluate, start);
    }

    /** Checks what an optimiser on the whole training set requires. */
    static void require(NetworkSpec spec, TrainingConfig config, long samples) {
        if (!(config.optimization().optimizer() instanceof Lbfgs)) {
            return;
        }
        for (int l = 0; l < spec.layers(); l++) {
            if (spec.dropout(l) > 0) {
                throw new IllegalArgumentException(
                        "lbfgs needs a loss that is the same each time: dropout must be 0, found " + spec.dropout(l)
                                + " in layer " + l);
            }
        }
        if (spec.inputDropout() > 0) {
            throw new IllegalArgumentException(
                    "lbfgs needs a loss that is the same each time: the input dropout must be" + " 0, found "
                            + spec.inputDropout());
        }
        Penalty penalty = config.regularization().penalty();
        if (penalty.weightDecay() != 0 || penalty.maxNorm() != Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("lbfgs minimises the loss with its penalties l1 and l2: weight_decay and"
                    + " max_norm, which change the weights outside the loss, cannot be used");
        }
        if (!(config.optimization().clipping() instanceof GradientClipping.None)) {
            throw new IllegalArgumentException("lbfgs needs the gradient as it is: the clipping must be none, found "
                    + GradientClipping.choices().format(config.optimization().clipping()));
        }
        if (config.optimization().batchSize() < samples) {
            throw new IllegalArgumentException("lbfgs trains on all samples at once: the batch size must be at least "
                    + samples + ", found " + config.optimization().batchSize());
        }
        if (spec.parameterCount() > Tensor.MAX_ELEMENTS) {
            throw new IllegalArgumentException(
                    "lbfgs can train at most " + Tensor.MAX_ELEMENTS + " parameters, found " + spec.parameterCount());
        }
    }

    private interface ParameterTask {
        void accept(Tensor tensor, int from);
    }

    private static void forEachParameter(Network network, ParameterTask task) {
        int from = 0;
        for (Parameter parameter : network.parameters()) {
            if (parameter.isTrained()) {
                task.accept(network.get(parameter), from);
                from += network.get(parameter).size();
            }
        }
    }

    private static void read(Tensor tensor, double[] values, int from) {
        for (int i = 0; i < tensor.size(); i++) {
            values[from + i] = tensor.get(i / tensor.columns(), i % tensor.columns());
        }
    }

    private static void write(double[] values, int from, Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i / tensor.columns(), i % tensor.columns(), values[from + i]);
        }
    }

    private double evaluate(double[] x, double[] gradient) {
        evaluated = x.clone();
        forEachParameter(network, (tensor, from) -> write(x, from, tensor));
        step.run(0, rows, 1, 0);
        int from = 0;
        for (Parameter parameter : network.parameters()) {
            if (parameter.isTrained()) {
                read(step.state().of(network.number(parameter.name()))[0], gradient, from);
                from += Math.toIntExact(parameter.size());
            }
        }
        return step.loss();
    }

    /** Performs one iteration and leaves its parameters in the network; does nothing once it has stopped. */
    void iterate() {
        minimizer.iterate();
        double[] best = minimizer.point();
        if (!Arrays.equals(best, evaluated)) {
            evaluate(best, new double[best.length]);
        }
        step.keepStatistics();
    }

    /** Returns the loss after the iteration, the penalty included. */
    double loss() {
        return minimizer.value();
    }

    /** Returns how many rows are predicted correctly after the iteration. */
    long correct() {
        return step.correct();
    }

    /** Returns the last iteration's step length. */
    double stepLength() {
        return minimizer.stepLength();
    }

    /** Returns copies of the state between two iterations. */
    LbfgsState state() {
        return minimizer.state();
    }

    LbfgsMinimizer.@Nullable Stop stop() {
        return minimizer.stop();
    }

    /** Returns a summary for the log. */
    @Override
    public String toString() {
        return minimizer.iterations() + " iterations, " + minimizer.evaluations() + " evaluations: " + minimizer.stop();
    }
}
