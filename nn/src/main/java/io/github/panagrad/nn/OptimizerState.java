package io.github.panagrad.nn;

import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What an optimiser remembers: some numbers for each trained parameter, zero at the start. It owns that memory. */
final class OptimizerState implements AutoCloseable {
    private final Slab slab = new Slab("optimiser's state");
    private final Map<Parameter, Tensor[]> tensors = new LinkedHashMap<>();

    OptimizerState(NetworkSpec spec, DType dtype, int states) {
        this(spec, dtype, states, kind -> true);
    }

    /** Makes a state for some kinds of parameters only. */
    OptimizerState(NetworkSpec spec, DType dtype, int states, Predicate<Parameter.Kind> kinds) {
        try {
            for (Parameter parameter : Parameter.of(spec)) {
                if (parameter.kind().isTrained() && kinds.test(parameter.kind())) {
                    tensors.put(parameter, new Tensor[states]);
                }
            }
            for (int s = 0; s < states; s++) {
                for (Map.Entry<Parameter, Tensor[]> entry : tensors.entrySet()) {
                    Parameter parameter = entry.getKey();
                    entry.getValue()[s] = slab.allocate(dtype, parameter.rows(), parameter.columns());
                }
            }
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
    }

    /** Returns whether there is a state of a parameter. */
    boolean has(Parameter parameter) {
        return tensors.containsKey(parameter);
    }

    /** Returns the states of a parameter, each of its shape. */
    Tensor[] of(Parameter parameter) {
        Tensor[] states = tensors.get(parameter);
        if (states == null) {
            throw new IllegalArgumentException(parameter.name() + " has no state");
        }
        return states;
    }

    /** Returns how many numbers an optimiser keeps for each parameter. */
    static int states(Optimizer optimizer) {
        return switch (optimizer) {
            case FirstOrder firstOrder -> firstOrder.states();
            case Lbfgs _ -> GradientRule.STATES;
        };
    }

    /** Returns the bytes of such a state. */
    static long bytes(NetworkSpec spec, DType dtype, int states) {
        return Math.multiplyExact(Math.multiplyExact(spec.parameterCount(), dtype.bytes()), states);
    }

    long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        slab.close();
    }
}
