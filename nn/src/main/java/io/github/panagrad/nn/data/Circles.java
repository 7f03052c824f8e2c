package io.github.panagrad.nn.data;

/**
 * A circle within a circle around the origin: class 0 has radius 1, class 1 radius {@code factor}, each with evenly
 * spaced points from the positive first axis onwards. The geometry is that of scikit-learn's {@code make_circles}; if
 * the number of samples is odd, class 0 has one more.
 *
 * @param samples the number of samples of both classes together, at least 2
 * @param noise the standard deviation of the normal noise added to each coordinate, at least 0
 * @param factor the radius of the inner circle, in [0, 1)
 */
public record Circles(int samples, double noise, double factor) implements SyntheticData {
    private static final int CLASSES = 2;

    /** Checks the values. */
    public Circles {
        SyntheticTable.requireSizes(samples, CLASSES, CLASSES);
        SyntheticTable.requireNoise(noise);
        SyntheticTable.require(factor >= 0 && factor < 1, "factor must be in [0, 1)", factor);
    }

    /** Returns 6,000 samples with noise 0.05 and factor 0.5, which a small network separates almost without error. */
    public static Circles standard() {
        return new Circles(6000, 0.05, 0.5);
    }

    @Override
    public Dataset generate(long seed) {
        return SyntheticTable.fill(samples, 2, CLASSES, noise, seed, (label, index, size, point) -> {
            double radius = label == 0 ? 1 : factor;
            double angle = 2 * Math.PI * index / size;
            point[0] = radius * StrictMath.cos(angle);
            point[1] = radius * StrictMath.sin(angle);
        });
    }
}
