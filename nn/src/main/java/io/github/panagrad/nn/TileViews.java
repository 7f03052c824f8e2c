package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;

/** One tile's parameters and optimiser state, and what its gradient is made from, cut out once. */
final class TileViews {
    final Tensor weights;
    final Tensor biases;
    final Tensor[] weightState;
    final Tensor[] biasState;

    /** The tile's columns of the layer's deltas, rows x units. */
    final Tensor deltas;

    /** What the layer read, rows x fanIn. */
    final Tensor inputs;

    /** For each worker, its scratch memory in the shape of this tile. */
    final Tensor[] weightGradients;

    final Tensor[] biasGradients;

    /** The sum of the squares of the weights before their update, where it is asked for. */
    double sumOfSquares;

    TileViews(
            Network network,
            Workspace workspace,
            int rows,
            OptimizerState state,
            TileScratch scratch,
            StepPlan.Tile t) {
        weights = network.weights(t.layer()).rowRange(t.from(), t.to());
        biases = network.biases(t.layer()).columnRange(t.from(), t.to());
        weightState = state.weights(t);
        biasState = state.biases(t);
        deltas = workspace.deltas[t.layer()].rowRange(0, rows).columnRange(t.from(), t.to());
        inputs = workspace.inputOf(t.layer()).rowRange(0, rows);
        weightGradients = scratch.matrices(t.units(), weights.columns());
        biasGradients = scratch.vectors(t.units());
    }
}
