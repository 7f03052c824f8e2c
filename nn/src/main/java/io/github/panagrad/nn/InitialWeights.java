package io.github.panagrad.nn;

import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import java.util.List;

/** Fills weights at random; each number is a pure function of the key and its position, in every element type. */
final class InitialWeights {
    private InitialWeights() {}

    static void normal(Tensor weights, RandomKey key, double deviation) {
        for (int r = 0; r < weights.rows(); r++) {
            for (int c = 0; c < weights.columns(); c++) {
                weights.set(r, c, deviation * key.normal(position(weights, r, c)));
            }
        }
    }

    /** One number from N(0, 1) for each row and group of adjacent columns. */
    static void grouped(Tensor weights, RandomKey key, List<Integer> groups) {
        for (int r = 0; r < weights.rows(); r++) {
            int column = 0;
            for (int g = 0; g < groups.size(); g++) {
                double value = key.normal((long) r * groups.size() + g);
                for (int end = column + groups.get(g); column < end; column++) {
                    weights.set(r, column, value);
                }
            }
        }
    }

    static void uniform(Tensor weights, RandomKey key, double limit) {
        for (int r = 0; r < weights.rows(); r++) {
            for (int c = 0; c < weights.columns(); c++) {
                weights.set(r, c, limit * (2 * key.uniform(position(weights, r, c)) - 1));
            }
        }
    }

    /** Variance {@code scale / fan}; a uniform distribution of half width a has variance a² / 3. */
    static void scaled(Tensor weights, RandomKey key, boolean isNormal, int scale, double fan) {
        if (isNormal) {
            normal(weights, key, Math.sqrt(scale / fan));
        } else {
            uniform(weights, key, Math.sqrt(3.0 * scale / fan));
        }
    }

    /** Drawn again beyond a number of standard deviations. */
    static void truncatedNormal(Tensor weights, RandomKey key, double deviation, double cut) {
        for (int r = 0; r < weights.rows(); r++) {
            for (int c = 0; c < weights.columns(); c++) {
                long position = position(weights, r, c);
                RandomKey attempt = key;
                double unit = attempt.normal(position);
                while (Math.abs(unit) > cut) {
                    attempt = attempt.fold(1);
                    unit = attempt.normal(position);
                }
                weights.set(r, c, deviation * unit);
            }
        }
    }

    /**
     * The Q of the QR decomposition of a matrix of normally distributed numbers, with the diagonal of R positive, which makes Q
     * uniform (Mezzadri, "How to Generate Random Matrices from the Classical Compact Groups", Notices of the AMS 54, 2007). The
     * Gram-Schmidt process makes that diagonal positive; orthogonalising each vector twice makes it as accurate as any other
     * method (Giraud, Langou and Rozložník, "The loss of orthogonality in the Gram-Schmidt orthogonalization process", 2005).
     */
    static void orthogonal(Tensor weights, RandomKey key, double gain) {
        boolean isWide = weights.rows() <= weights.columns();
        int count = Math.min(weights.rows(), weights.columns());
        int length = Math.max(weights.rows(), weights.columns());
        double[][] vectors = new double[count][length];
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < length; i++) {
                vectors[v][i] = key.normal((long) v * length + i);
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int other = 0; other < v; other++) {
                    subtract(vectors[v], dot(vectors[v], vectors[other]), vectors[other]);
                }
            }
            double norm = Math.sqrt(dot(vectors[v], vectors[v]));
            for (int i = 0; i < length; i++) {
                vectors[v][i] /= norm;
            }
        }
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < length; i++) {
                weights.set(isWide ? v : i, isWide ? i : v, gain * vectors[v][i]);
            }
        }
    }

    /** Four independent sums, because a single one would wait for each addition. */
    private static double dot(double[] x, double[] y) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int bound = x.length & -4;
        for (int i = 0; i < bound; i += 4) {
            first += x[i] * y[i];
            second += x[i + 1] * y[i + 1];
            third += x[i + 2] * y[i + 2];
            fourth += x[i + 3] * y[i + 3];
        }
        for (int i = bound; i < x.length; i++) {
            first += x[i] * y[i];
        }
        return (first + second) + (third + fourth);
    }

    private static void subtract(double[] x, double factor, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] -= factor * y[i];
        }
    }

    private static long position(Tensor weights, int row, int column) {
        return (long) row * weights.columns() + column;
    }
}
