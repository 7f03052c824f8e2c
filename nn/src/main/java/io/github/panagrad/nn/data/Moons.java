package io.github.panagrad.nn.data;

/**
 * Two interleaved half circles: class 0 at {@code (cos t, sin t)}, class 1 at {@code (1 - cos t, 0.5 - sin t)}, each
 * with t evenly spaced from 0 to π, both ends included. The geometry is that of scikit-learn's {@code make_moons}; if
 * the number of samples is odd, class 0 has one more.
 *
 * @param samples the number of samples of both classes together, at least 2
 * @param noise the standard deviation of the normal noise added to each coordinate, at least 0
 */
public record Moons(int samples, double noise) implements SyntheticData {
    private static final int CLASSES = 2;

    /** Checks the values. */
    public Moons {
        SyntheticTable.requireSizes(samples, CLASSES, CLASSES);
        SyntheticTable.requireNoise(noise);
    }

    /** Returns 6,000 samples with noise 0.1, which a small network separates almost without error. */
    public static Moons standard() {
        return new Moons(6000, 0.1);
    }

    @Override
    public Dataset generate(long seed) {
        return SyntheticTable.fill(samples, 2, CLASSES, noise, seed, (label, index, size, point) -> {
            double angle = Math.PI * SyntheticTable.share(index, size);
            double x = StrictMath.cos(angle);
            double y = StrictMath.sin(angle);
            point[0] = label == 0 ? x : 1 - x;
            point[1] = label == 0 ? y : 0.5 - y;
        });
    }
}
