package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;

/** Heap matrices of double, which the expected values are computed with, and comparisons with tensors. */
final class Matrices {
    private Matrices() {}

    static Tensor random(Slab slab, DType dtype, int rows, int columns, long seed, double scale) {
        Tensor tensor = slab.allocate(dtype, rows, columns);
        SplittableRandom random = new SplittableRandom(seed);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                tensor.set(r, c, scale * (2 * random.nextDouble() - 1));
            }
        }
        return tensor;
    }

    /** Fails where the difference is above {@code absolute + relative * |expected|}; NaN and infinities must agree. */
    static void assertClose(double[][] expected, Tensor actual, double relative, double absolute, String what) {
        for (int r = 0; r < expected.length; r++) {
            for (int c = 0; c < expected[r].length; c++) {
                assertClose(expected[r][c], actual.get(r, c), relative, absolute, what, r, c);
            }
        }
    }

    /** The same for one element, whose place is named in the message. */
    static void assertClose(
            double expected, double actual, double relative, double absolute, String what, int row, int column) {
        if (Double.compare(expected, actual) == 0 || expected == actual) {
            return;
        }
        double allowed = absolute + relative * Math.abs(expected);
        // Written so that it also fails for NaN.
        if (!(Math.abs(expected - actual) <= allowed)) {
            fail(what + " at " + row + "," + column + ": expected " + expected + " within " + allowed + ", found "
                    + actual + ", off by " + Math.abs(expected - actual));
        }
    }
}
