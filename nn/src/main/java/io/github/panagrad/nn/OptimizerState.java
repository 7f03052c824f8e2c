package io.github.panagrad.nn;

import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;

/** What an optimiser remembers: some numbers for each parameter, zero at the start. It owns that memory. */
final class OptimizerState implements AutoCloseable {
    private final Slab slab = new Slab("optimiser's state");
    private final Tensor[][] weights;
    private final Tensor[][] biases;

    OptimizerState(NetworkSpec spec, DType dtype, int states) {
        weights = new Tensor[states][spec.layers()];
        biases = new Tensor[states][spec.layers()];
        try {
            for (int s = 0; s < states; s++) {
                for (int l = 0; l < spec.layers(); l++) {
                    weights[s][l] = slab.allocate(dtype, spec.fanOut(l), spec.fanIn(l));
                    biases[s][l] = slab.allocate(dtype, 1, spec.fanOut(l));
                }
            }
        } catch (RuntimeException e) {
            slab.close();
            throw e;
        }
    }

    /** Returns a layer's weight state, fanOut x fanIn. */
    Tensor weights(int state, int layer) {
        return weights[state][layer];
    }

    /** Returns a layer's bias state, 1 x fanOut. */
    Tensor biases(int state, int layer) {
        return biases[state][layer];
    }

    Tensor[] weights(StepPlan.Tile tile) {
        Tensor[] views = new Tensor[weights.length];
        for (int s = 0; s < views.length; s++) {
            views[s] = weights[s][tile.layer()].rowRange(tile.from(), tile.to());
        }
        return views;
    }

    Tensor[] biases(StepPlan.Tile tile) {
        Tensor[] views = new Tensor[biases.length];
        for (int s = 0; s < views.length; s++) {
            views[s] = biases[s][tile.layer()].columnRange(tile.from(), tile.to());
        }
        return views;
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
        return Math.multiplyExact(states, Network.bytes(spec, dtype));
    }

    long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        slab.close();
    }
}
