package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.OptimizerState;
import io.github.panagrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds numbers that are NaN or infinite. */
final class NonFinite {
    private NonFinite() {}

    /** Returns which element of a tensor is the first, as text, or null if all are finite. */
    static @Nullable String in(String name, Tensor tensor) {
        int element = tensor.firstNonFinite();
        return element < 0
                ? null
                : name + ": element " + element + " is "
                        + tensor.get(element / tensor.columns(), element % tensor.columns());
    }

    /** Returns the same of the parameters of a network. */
    static @Nullable String in(Network network) {
        for (Parameter parameter : network.parameters()) {
            String found = in(parameter.name(), network.get(parameter));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * Returns the same of what an optimiser remembers.
     *
     * @param parameters of the network that it trains
     */
    static @Nullable String in(OptimizerState state, List<Parameter> parameters) {
        for (int p = 0; p < parameters.size(); p++) {
            Tensor[] states = state.has(p) ? state.of(p) : new Tensor[0];
            for (int s = 0; s < states.length; s++) {
                String found = in(StateTensors.optimizerName(s, parameters.get(p)), states[s]);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
