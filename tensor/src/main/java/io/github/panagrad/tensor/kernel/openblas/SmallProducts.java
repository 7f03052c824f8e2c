package io.github.panagrad.tensor.kernel.openblas;

/** Which of OpenBLAS's products are small, and what that means for a second factor that is transposed. */
final class SmallProducts {
    /** Up to this many multiplications it has kernels that do not pack their factors first. */
    private static final long MOST_MULTIPLICATIONS = 100 * 100 * 100;

    /** With a transposed second factor, only up to this many outputs, and from this many summands. */
    private static final long MOST_OUTPUTS = 1200;

    private static final int LEAST_DEPTH = 32;

    private SmallProducts() {}

    /**
     * Whether packing takes half the time of a product with a transposed second factor, as measured with 32 x 64 x 64:
     * 2.3 microseconds instead of 1.1. The bounds are those of OpenBLAS's source for processors with AVX-512; on others
     * the two take about the same time.
     */
    static boolean areSlowTransposed(int m, int n, int k) {
        long outputs = (long) m * n;
        return outputs * k <= MOST_MULTIPLICATIONS && (outputs > MOST_OUTPUTS || (k < LEAST_DEPTH && n > 1));
    }
}
