package io.github.panagrad.nn.data;

/**
 * Spiral arms around the origin, one for each class k of K: the points {@code (r cos φ, r sin φ)} with
 * {@code r = 0.1 + 0.9 t} and {@code φ = 2π (k / K + turns t)}, t evenly spaced from 0 to 1.
 *
 * <p>These are the three arms of Stanford's CS231n, with two differences that make the classes separable: they begin at
 * radius 0.1 instead of meeting in the origin, like Lang and Witbrock's two spirals ("Learning to tell two spirals
 * apart", 1988), and the noise is added to the coordinates instead of the angle, as in {@link Moons} and
 * {@link Circles}.
 *
 * @param samples the number of samples of all classes together, at least one for each
 * @param noise the standard deviation of the normal noise added to each coordinate, at least 0
 * @param classes the number of arms, at least 2
 * @param turns the number of turns of an arm around the origin, greater than 0; 0.64 in CS231n
 */
public record Spirals(int samples, double noise, int classes, double turns) implements SyntheticData {
    private static final double INNER_RADIUS = 0.1;

    /** Checks the values. */
    public Spirals {
        SyntheticTable.requireSizes(samples, classes, 2);
        SyntheticTable.requireNoise(noise);
        SyntheticTable.require(turns > 0 && Double.isFinite(turns), "turns must be finite and above 0", turns);
    }

    /**
     * Returns 6,000 samples with noise 0.02 in 3 arms of 0.64 turns.
     *
     * <p>The arms are at least 0.17 apart, 8 times the noise, so the classes hardly ever overlap. Hidden layers of 64
     * and 64 units (ReLU, Adam at 0.001, batches of 128) exceed 99 % validation accuracy within 10 epochs; with half
     * the samples or a full turn, not for every seed.
     */
    public static Spirals standard() {
        return new Spirals(6000, 0.02, 3, 0.64);
    }

    @Override
    public Dataset generate(long seed) {
        return SyntheticTable.fill(samples, 2, classes, noise, seed, (label, index, size, point) -> {
            double share = SyntheticTable.share(index, size);
            double radius = INNER_RADIUS + (1 - INNER_RADIUS) * share;
            double angle = 2 * Math.PI * ((double) label / classes + turns * share);
            point[0] = radius * StrictMath.cos(angle);
            point[1] = radius * StrictMath.sin(angle);
        });
    }
}
