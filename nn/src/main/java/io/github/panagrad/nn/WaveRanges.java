package io.github.panagrad.nn;

/** The values that periodic embeddings can have. */
final class WaveRanges {
    /** The most frequencies. */
    static final int MOST = 1024;

    private WaveRanges() {}

    /** Requires usable frequencies, and the length of vectors to be at least a minimum. */
    static void require(String owner, int frequencies, double deviation, int least, int dimension) {
        if (frequencies < 1 || frequencies > MOST) {
            throw new IllegalArgumentException(
                    owner + ": frequencies must be from 1 to " + MOST + ", found " + frequencies);
        }
        if (!(deviation > 0 && deviation <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    owner + ": deviation must be positive and finite in float32, found " + deviation);
        }
        if (dimension < least) {
            throw new IllegalArgumentException(
                    owner + ": dimension must be at least " + least + ", found " + dimension);
        }
    }
}
