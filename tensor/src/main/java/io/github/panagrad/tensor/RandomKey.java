package io.github.panagrad.tensor;

/**
 * Random numbers as pure functions of a key and a position: no state, no order of use.
 *
 * <p>A key is made from a seed and narrowed by {@link #fold}: {@code of(seed).fold(step).fold(layer)} names a sequence
 * of its own, and its element {@code i} is the same number no matter who computes it, when, and on which thread. The
 * generator is Threefry-2x32-20 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC'11). Values; threads
 * may share them.
 *
 * @param bits the 64 bits of the key
 */
public record RandomKey(long bits) {
    /** 2^-53, the distance between the numbers of {@link #uniform}. */
    private static final double ULP = 0x1p-53;

    /** Returns the key of a seed. */
    public static RandomKey of(long seed) {
        return new RandomKey(seed);
    }

    /** Returns the key of a sequence within this one; different numbers give unrelated sequences. */
    public RandomKey fold(long number) {
        return new RandomKey(fold(bits, number));
    }

    /** The same as {@link #fold(long)} on the bare bits, for code that must not allocate. */
    public static long fold(long bits, long number) {
        return Threefry.block(bits, number);
    }

    /** Returns the 64 random bits at a position. */
    public long bits(long position) {
        return Threefry.block(bits, position);
    }

    /** Returns the number at a position, uniform in [0, 1), a multiple of 2^-53. */
    public double uniform(long position) {
        return (bits(position) >>> 11) * ULP;
    }

    /**
     * Returns the number at a position, normal with mean 0 and variance 1.
     *
     * <p>Box and Muller's transform (Ann. Math. Statist. 29, 1958) of two uniform numbers, by {@link StrictMath}, so
     * that every machine gives the same bits.
     */
    public double normal(long position) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * position)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(2 * position + 1));
    }

    /**
     * Returns the number at a position, uniform in 0 (inclusive) to {@code bound} (exclusive), by the high half of a
     * product; the bias is below {@code bound / 2^64}.
     *
     * @param bound positive
     */
    public int below(long position, int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, found " + bound);
        }
        return (int) Math.unsignedMultiplyHigh(bits(position), bound);
    }

    /**
     * Fills an array with a random permutation of 0 to {@code order.length - 1} (Fisher and Yates).
     *
     * @param order written
     */
    public void permute(int[] order) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0; i--) {
            int j = below(i, i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
