package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;

/**
 * A tensor in the middle of a larger one whose other elements are watched: what a kernel writes outside its tensor is
 * found, and what it reads there shows, because the neighbours are no usual numbers.
 */
final class Guarded {
    private static final double GUARD = -9.75e30;

    private final Tensor whole;
    private final int margin;
    private final Tensor tensor;

    private Guarded(Tensor whole, int margin, Tensor tensor) {
        this.whole = whole;
        this.margin = margin;
        this.tensor = tensor;
    }

    /** Returns a tensor with a gap between its rows. */
    static Guarded strided(Slab slab, DType dtype, int rows, int columns) {
        int margin = 3;
        Tensor whole = slab.allocate(dtype, rows + 2, columns + 2 * margin);
        whole.fill(GUARD);
        return new Guarded(whole, margin, whole.rowRange(1, rows + 1).columnRange(margin, margin + columns));
    }

    /** Returns a tensor without gaps, with elements before and behind. */
    static Guarded contiguous(Slab slab, DType dtype, int rows, int columns) {
        Tensor whole = slab.allocate(dtype, rows + 2, columns);
        whole.fill(GUARD);
        return new Guarded(whole, 0, whole.rowRange(1, rows + 1));
    }

    /** Returns a strided tensor if asked to, else one without gaps. */
    static Guarded of(Slab slab, DType dtype, int rows, int columns, boolean strided) {
        return strided ? strided(slab, dtype, rows, columns) : contiguous(slab, dtype, rows, columns);
    }

    Tensor tensor() {
        return tensor;
    }

    /** Fills the tensor with numbers in [-scale, scale). */
    Guarded random(long seed, double scale) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int r = 0; r < tensor.rows(); r++) {
            for (int c = 0; c < tensor.columns(); c++) {
                tensor.set(r, c, scale * (2 * random.nextDouble() - 1));
            }
        }
        return this;
    }

    Guarded filled(double value) {
        tensor.fill(value);
        return this;
    }

    /** Fails if an element outside the tensor changed. */
    void assertIntact(String what) {
        double guard = whole.dtype() == DType.F32 ? (float) GUARD : GUARD;
        for (int r = 0; r < whole.rows(); r++) {
            for (int c = 0; c < whole.columns(); c++) {
                boolean inside = r >= 1 && r <= tensor.rows() && c >= margin && c < margin + tensor.columns();
                if (!inside) {
                    int row = r - 1;
                    int column = c - margin;
                    assertEquals(guard, whole.get(r, c), () -> what + ": wrote outside, at " + row + "," + column);
                }
            }
        }
    }
}
