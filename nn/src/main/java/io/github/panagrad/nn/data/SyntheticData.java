package io.github.panagrad.nn.data;

/**
 * Made-up points with class labels, for first steps and for tests. Values; threads may share them.
 *
 * <p>Sample {@code i} is of class {@code i % classes}, so every prefix is balanced. The same values and seed give the
 * same bits on every machine.
 */
public sealed interface SyntheticData permits Blobs, Circles, Moons, Spirals {
    /**
     * Returns the samples.
     *
     * @param seed decides everything that is random
     */
    Dataset generate(long seed);

    /** Returns {@link Spirals#standard()}. */
    static Spirals spirals() {
        return Spirals.standard();
    }

    /** Returns {@link Moons#standard()}. */
    static Moons moons() {
        return Moons.standard();
    }

    /** Returns {@link Circles#standard()}. */
    static Circles circles() {
        return Circles.standard();
    }

    /** Returns {@link Blobs#standard()}. */
    static Blobs blobs() {
        return Blobs.standard();
    }
}
