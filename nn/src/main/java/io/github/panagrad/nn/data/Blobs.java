package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.RandomKey;

/**
 * Isotropic Gaussian clouds, one for each class, whose centres are uniform in [-10, 10) in each coordinate:
 * scikit-learn's {@code make_blobs} with its default box. Clouds whose centres are close together overlap, and then no
 * classifier is free of errors.
 *
 * @param samples the number of samples of all classes together, at least one for each
 * @param noise the standard deviation of each cloud in each coordinate ({@code cluster_std}), at least 0
 * @param classes the number of clouds, at least 1
 * @param features the number of coordinates, at least 1
 */
public record Blobs(int samples, double noise, int classes, int features) implements SyntheticData {
    private static final double BOX = 10;

    /** Checks the values. */
    public Blobs {
        SyntheticTable.requireSizes(samples, classes, 1);
        SyntheticTable.requireNoise(noise);
        if (features < 1) {
            throw new IllegalArgumentException("the number of features must be at least 1, found " + features);
        }
    }

    /**
     * Returns 6,000 samples with noise 1 in 3 classes and 2 coordinates, scikit-learn's defaults for the last three.
     */
    public static Blobs standard() {
        return new Blobs(6000, 1, 3, 2);
    }

    @Override
    public Dataset generate(long seed) {
        RandomKey centres = SyntheticTable.centres(seed);
        return SyntheticTable.fill(samples, features, classes, noise, seed, (label, index, size, point) -> {
            for (int c = 0; c < features; c++) {
                point[c] = BOX * (2 * centres.uniform((long) label * features + c) - 1);
            }
        });
    }
}
