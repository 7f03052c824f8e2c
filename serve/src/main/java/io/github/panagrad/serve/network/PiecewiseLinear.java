package io.github.panagrad.serve.network;

/**
 * A vector for a number x: {@code (w x + c) + Σ_t e_t V_t}, where e_t is 1 for the pieces below that of x, the position within it for
 * that piece, and 0 above. Before the first edge and after the last, the first and the last piece go on.
 */
final class PiecewiseLinear implements ColumnLayer {
    private final int column;
    private final int outputs;
    private final double[] edges;
    private final double[] linear;

    /** For each piece its V_t, and the sum of those of the pieces below. */
    private final double[] values;

    private final double[] below;

    /**
     * Makes a layer.
     *
     * @param edges ascending, at least two
     * @param linear w and c, 2 x outputs
     * @param values V, pieces x outputs
     */
    PiecewiseLinear(int column, int outputs, double[] edges, double[] linear, double[] values) {
        this.column = column;
        this.outputs = outputs;
        this.edges = edges;
        this.linear = linear;
        this.values = values;
        below = new double[values.length];
        for (int i = outputs; i < values.length; i++) {
            below[i] = below[i - outputs] + values[i - outputs];
        }
    }

    @Override
    public int column() {
        return column;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public void apply(double x, double[] features, int at) {
        int piece = piece(x);
        double position = (x - edges[piece]) * (1 / (edges[piece + 1] - edges[piece]));
        int own = piece * outputs;
        for (int d = 0; d < outputs; d++) {
            features[at + d] = linear[d] * x + linear[outputs + d] + below[own + d] + position * values[own + d];
        }
    }

    private int piece(double x) {
        int low = 0;
        int high = edges.length - 2;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (x >= edges[middle]) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
