package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The piecewise-linear code of a number x between edges b_0 < … < b_T: {@code e_t = (x - b_{t-1}) / (b_t - b_{t-1})}, limited to
 * [0, 1] except that the first has no lower and the last no upper limit. It is 1 for the bins below x, 0 for those above, and
 * the position within the bin of x. Thread-safe.
 */
final class PiecewiseCode {
    private final double[] edges;
    private final double[] inverseWidths;

    /** Takes edges, ascending, at least two. */
    PiecewiseCode(double[] edges) {
        this.edges = edges.clone();
        inverseWidths = new double[edges.length - 1];
        Arrays.setAll(inverseWidths, t -> 1 / (edges[t + 1] - edges[t]));
    }

    /** Returns T. */
    int bins() {
        return inverseWidths.length;
    }

    /**
     * Encodes a column.
     *
     * @param samples m x inputs; read
     * @param codes m x (2 + T), contiguous; written with x, 1, and the code
     */
    void encode(Tensor samples, int column, Tensor codes) {
        MemorySegment in = samples.segment();
        MemorySegment out = codes.segment();
        switch (samples.dtype()) {
            case F32 -> {
                for (int r = 0; r < samples.rows(); r++) {
                    float x = in.getAtIndex(ValueLayout.JAVA_FLOAT, (long) r * samples.stride() + column);
                    encode(x, out, (long) r * codes.stride());
                }
            }
            case F64 -> {
                for (int r = 0; r < samples.rows(); r++) {
                    double x = in.getAtIndex(ValueLayout.JAVA_DOUBLE, (long) r * samples.stride() + column);
                    encode(x, out, (long) r * codes.stride());
                }
            }
        }
    }

    private void encode(float x, MemorySegment out, long at) {
        int bin = bin(x);
        out.setAtIndex(ValueLayout.JAVA_FLOAT, at, x);
        out.setAtIndex(ValueLayout.JAVA_FLOAT, at + 1, 1);
        long code = at + 2;
        for (int t = 0; t < inverseWidths.length; t++) {
            out.setAtIndex(ValueLayout.JAVA_FLOAT, code + t, t < bin ? 1 : 0);
        }
        out.setAtIndex(ValueLayout.JAVA_FLOAT, code + bin, (float) position(x, bin));
    }

    private void encode(double x, MemorySegment out, long at) {
        int bin = bin(x);
        out.setAtIndex(ValueLayout.JAVA_DOUBLE, at, x);
        out.setAtIndex(ValueLayout.JAVA_DOUBLE, at + 1, 1);
        long code = at + 2;
        for (int t = 0; t < inverseWidths.length; t++) {
            out.setAtIndex(ValueLayout.JAVA_DOUBLE, code + t, t < bin ? 1 : 0);
        }
        out.setAtIndex(ValueLayout.JAVA_DOUBLE, code + bin, position(x, bin));
    }

    /**
     * Computes {@code (w x + c) + Σ_t e_t V_t} for one number, without its code.
     *
     * @param linear w and c, 2 x d; read
     * @param values V, T x d; read
     * @param output 1 x d; written
     */
    void addUp(double x, Tensor linear, Tensor values, Tensor output) {
        int bin = bin(x);
        double position = position(x, bin);
        for (int d = 0; d < output.columns(); d++) {
            double sum = linear.get(0, d) * x + linear.get(1, d) + position * values.get(bin, d);
            for (int t = 0; t < bin; t++) {
                sum += values.get(t, d);
            }
            output.set(0, d, sum);
        }
    }

    /** Returns the bin that x is in; the first or the last if it is outside of all. */
    private int bin(double x) {
        int low = 0;
        int high = inverseWidths.length - 1;
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

    private double position(double x, int bin) {
        return (x - edges[bin]) * inverseWidths[bin];
    }
}
