package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What an optimiser stores: some numbers for each trained parameter, zero at the start. It owns that memory. */
public final class OptimizerState implements AutoCloseable {
    private final Slab slab = new Slab("optimiser's state");
    /** The states by the number of their parameter in the network. */
    private final Map<Integer, Tensor[]> tensors = new LinkedHashMap<>();

    OptimizerState(Architecture architecture, DType dtype, int states) {
        this(architecture, dtype, states, parameter -> true);
    }

    /** Makes state for some parameters only. */
    OptimizerState(Architecture architecture, DType dtype, int states, Predicate<LayerParameter> some) {
        List<LayerParameter> parameters = architecture.parameters();
        try {
            for (int p = 0; p < parameters.size(); p++) {
                if (parameters.get(p).isTrained() && some.test(parameters.get(p))) {
                    tensors.put(p, new Tensor[states]);
                }
            }
            for (int s = 0; s < states; s++) {
                for (Map.Entry<Integer, Tensor[]> entry : tensors.entrySet()) {
                    LayerParameter parameter = parameters.get(entry.getKey());
                    entry.getValue()[s] = slab.allocate(dtype, parameter.rows(), parameter.columns());
                }
            }
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
    }

    /**
     * Returns whether a parameter has state.
     *
     * @param parameter its number in the network
     */
    public boolean has(int parameter) {
        return tensors.containsKey(parameter);
    }

    /**
     * Returns the states of a parameter, each of its shape.
     *
     * @param parameter its number in the network
     */
    public Tensor[] of(int parameter) {
        Tensor[] states = tensors.get(parameter);
        if (states == null) {
            throw new IllegalArgumentException("parameter " + parameter + " has no state");
        }
        return states;
    }

    /** Returns how many numbers an optimiser keeps for each parameter. */
    public static int states(Optimizer optimizer) {
        return switch (optimizer) {
            case FirstOrder firstOrder -> firstOrder.states();
            case Lbfgs _ -> GradientRule.STATES;
        };
    }

    /** Returns the bytes of such state. */
    public static long bytes(Architecture architecture, DType dtype, int states) {
        return Math.multiplyExact(Math.multiplyExact(architecture.trainedSize(), dtype.bytes()), states);
    }

    long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        slab.close();
    }
}
