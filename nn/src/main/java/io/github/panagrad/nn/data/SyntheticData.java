package io.github.panagrad.nn.data;

/**
 * Generators of synthetic points with class labels, for first experiments and for tests. Values; threads may share
 * them.
 *
 * <p>Sample {@code i} is of class {@code i % classes}, so every prefix is balanced. The same values and seed give the
 * same bits on every machine.
 */
public sealed interface SyntheticData permits Blobs, Circles, Moons, Spirals {
    /**
     * Generates the samples.
     *
     * @param seed determines all random numbers
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
