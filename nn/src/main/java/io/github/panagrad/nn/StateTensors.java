package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.engine.LbfgsMinimizer;
import io.github.panagrad.nn.engine.LbfgsState;
import io.github.panagrad.nn.engine.OptimizerState;
import io.github.panagrad.nn.safetensors.NamedTensor;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a checkpoint: views of the network's parameters, the optimiser's state and the best parameters, which are
 * written and read in place, and copies of what is on the heap. It owns the copies and must be closed.
 *
 * <pre>
 * history                       [epochs, metrics], float64
 * lbfgs.*                       see {@link #addLbfgs}, float64
 * layers.0.weight, ...          the parameters, as in model files
 * optimizer.0.layers.0.weight   for each number that the optimiser stores
 * best.layers.0.weight          the parameters of the best epoch
 * </pre>
 */
final class StateTensors implements AutoCloseable {
    static final String HISTORY = "history";
    static final String LBFGS_SCALARS = "lbfgs.scalars";

    /** Value, step length, iterations, evaluations, why it stopped, and how many changes are remembered. */
    static final int SCALARS = 6;

    private final Slab slab = new Slab("checkpoint");
    private final List<NamedTensor> all = new ArrayList<>();

    /**
     * Adds the epochs.
     *
     * @return epochs x columns, to be written or read; null if there are none
     */
    @Nullable
    Tensor addHistory(int epochs, List<String> metrics) {
        if (epochs == 0) {
            return null;
        }
        return add(HISTORY, epochs, HistoryTensor.columns(metrics));
    }

    private Tensor add(String name, int rows, int columns) {
        Tensor tensor = slab.allocate(DType.F64, rows, columns);
        all.add(new NamedTensor(name, List.of((long) rows, (long) columns), tensor));
        return tensor;
    }

    /** Adds the state of L-BFGS, or room for a state of that size. */
    void addLbfgs(LbfgsState state) {
        int changes = state.curvatures().length;
        double[] scalars = {
            state.value(), state.stepLength(), state.iterations(), state.evaluations(), code(state.stop()), changes
        };
        add(LBFGS_SCALARS, 1, SCALARS).copyFrom(new double[][] {scalars});
        int n = state.point().length;
        add("lbfgs.point", 1, n).copyFrom(new double[][] {state.point()});
        add("lbfgs.gradient", 1, n).copyFrom(new double[][] {state.gradient()});
        for (int k = 0; k < changes; k++) {
            add("lbfgs.point_change." + k, 1, n).copyFrom(new double[][] {state.pointChanges()[k]});
            add("lbfgs.gradient_change." + k, 1, n).copyFrom(new double[][] {state.gradientChanges()[k]});
        }
        if (changes > 0) {
            add("lbfgs.curvatures", 1, changes).copyFrom(new double[][] {state.curvatures()});
        }
    }

    /** Returns what {@link #addLbfgs} added, after it has been read. */
    LbfgsState lbfgs() {
        double[] scalars = row(LBFGS_SCALARS);
        int changes = (int) scalars[5];
        double[][] pointChanges = new double[changes][];
        double[][] gradientChanges = new double[changes][];
        for (int k = 0; k < changes; k++) {
            pointChanges[k] = row("lbfgs.point_change." + k);
            gradientChanges[k] = row("lbfgs.gradient_change." + k);
        }
        return new LbfgsState(
                row("lbfgs.point"),
                row("lbfgs.gradient"),
                scalars[0],
                scalars[1],
                (int) scalars[2],
                (int) scalars[3],
                stop(scalars[4]),
                pointChanges,
                gradientChanges,
                changes == 0 ? new double[0] : row("lbfgs.curvatures"));
    }

    private static double code(LbfgsMinimizer.@Nullable Stop stop) {
        return switch (stop) {
            case null -> 0;
            case CONVERGED -> 1;
            case NO_LOWER_VALUE -> 2;
            case NOT_FINITE -> 3;
        };
    }

    private static LbfgsMinimizer.@Nullable Stop stop(double code) {
        for (LbfgsMinimizer.Stop stop : LbfgsMinimizer.Stop.values()) {
            if (code(stop) == code) {
                return stop;
            }
        }
        return null;
    }

    private double[] row(String name) {
        return all.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow()
                .data()
                .toArray()[0];
    }

    /** Adds views of a network's parameters. */
    void addParameters(String prefix, Network network) {
        for (Parameter parameter : network.parameters()) {
            all.add(new NamedTensor(prefix + parameter.name(), parameter.shape(), network.get(parameter)));
        }
    }

    /** Adds views of an optimiser's state. */
    void addOptimizer(OptimizerState state, List<Parameter> parameters, int states) {
        for (int s = 0; s < states; s++) {
            for (int p = 0; p < parameters.size(); p++) {
                if (state.has(p)) {
                    Parameter parameter = parameters.get(p);
                    all.add(new NamedTensor(optimizerName(s, parameter), parameter.shape(), state.of(p)[s]));
                }
            }
        }
    }

    /** Returns the name of a state of a parameter. */
    static String optimizerName(int state, Parameter parameter) {
        return "optimizer." + state + "." + parameter.name();
    }

    /** Returns all tensors, those of float64 first. */
    List<NamedTensor> all() {
        return all;
    }

    /**
     * Returns whether a tensor must be finite. Metrics that an epoch does not have are NaN.
     *
     * @param name the tensor's
     */
    private static boolean mustBeFinite(String name) {
        return !name.equals(HISTORY);
    }

    /** Returns which number is the first that is not finite but must be, as text; null if there is none. */
    @Nullable
    String firstNonFinite() {
        for (NamedTensor tensor : all) {
            String found = mustBeFinite(tensor.name()) ? NonFinite.in(tensor.name(), tensor.data()) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * Reads all tensors from a file that must have these and no others, with finite numbers; otherwise nothing is changed.
     */
    void read(CheckpointFile file) {
        file.require(all);
        for (NamedTensor tensor : all) {
            if (mustBeFinite(tensor.name())) {
                file.requireFinite(tensor.name());
            }
        }
        for (NamedTensor tensor : all) {
            file.read(tensor.name(), tensor.data());
        }
    }

    @Override
    public void close() {
        slab.close();
    }
}
