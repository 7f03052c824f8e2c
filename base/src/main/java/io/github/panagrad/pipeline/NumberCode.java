package io.github.panagrad.pipeline;

import java.util.Arrays;

/** What a number becomes. Values; threads may share them. */
public sealed interface NumberCode {
    /**
     * Replaces numbers by what they become; NaN stays NaN.
     *
     * @param values finite numbers or NaN; read and written
     * @param count how many of them
     */
    void encode(double[] values, int count);

    /**
     * {@code (x - center) / scale}.
     *
     * @param center what becomes 0
     * @param scale positive
     */
    record Linear(double center, double scale) implements NumberCode {
        /** Numbers as they are. */
        public static final Linear IDENTITY = new Linear(0, 1);

        /** Checks the values. */
        public Linear {
            if (!(Double.isFinite(center) && Double.isFinite(scale) && scale > 0)) {
                throw new IllegalArgumentException("a number is scaled by (x - " + center + ") / " + scale
                        + ", but both must be finite and the second positive");
            }
        }

        @Override
        public void encode(double[] values, int count) {
            for (int i = 0; i < count; i++) {
                values[i] = (values[i] - center) / scale;
            }
        }
    }

    /**
     * {@code c / sqrt(1 + (c/3)²)} with {@code c = (x - center) / scale}: near 0 as {@link Linear}, and nowhere beyond 3.
     *
     * @param center what becomes 0
     * @param scale positive
     */
    record Clipped(double center, double scale) implements NumberCode {
        private static final double LIMIT = 3;

        /** Checks the values. */
        public Clipped {
            if (!(Double.isFinite(center) && Double.isFinite(scale) && scale > 0)) {
                throw new IllegalArgumentException("a number is scaled by (x - " + center + ") / " + scale
                        + ", but both must be finite and the second positive");
            }
        }

        @Override
        public void encode(double[] values, int count) {
            for (int i = 0; i < count; i++) {
                double part = (values[i] - center) / scale / LIMIT;
                // Where the square would be infinite, the limit is reached.
                values[i] =
                        Math.abs(part) > 1e150 ? Math.copySign(LIMIT, part) : LIMIT * part / Math.sqrt(1 + part * part);
            }
        }
    }

    /** Straight lines between points; beyond the first and the last, constant. */
    final class Knots implements NumberCode {
        private final double[] from;
        private final double[] to;

        /**
         * Takes the points.
         *
         * @param from numbers, at least two, finite and growing; copied
         * @param to what they become, finite and growing; copied
         */
        public Knots(double[] from, double[] to) {
            this.from = from.clone();
            this.to = to.clone();
            if (from.length != to.length || from.length < 2) {
                throw new IllegalArgumentException("quantiles need as many numbers as ranks, and at least 2; found "
                        + from.length + " and " + to.length);
            }
            requireGrowing(from);
            requireGrowing(to);
        }

        private static void requireGrowing(double[] numbers) {
            double last = Double.NEGATIVE_INFINITY;
            for (double number : numbers) {
                if (!(number > last && Double.isFinite(number))) {
                    throw new IllegalArgumentException(
                            "quantiles must be finite and grow, but " + number + " comes after " + last);
                }
                last = number;
            }
        }

        @Override
        public void encode(double[] values, int count) {
            for (int i = 0; i < count; i++) {
                if (!Double.isNaN(values[i])) {
                    values[i] = encode(values[i]);
                }
            }
        }

        private double encode(double value) {
            int last = from.length - 1;
            if (value <= from[0]) {
                return to[0];
            }
            if (value >= from[last]) {
                return to[last];
            }
            int low = 0;
            int high = last;
            while (high - low > 1) {
                int middle = (low + high) >>> 1;
                if (from[middle] <= value) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            // Halved, because the difference of two very large numbers is infinite.
            double share = (value / 2 - from[low] / 2) / (from[high] / 2 - from[low] / 2);
            return to[low] + share * (to[high] - to[low]);
        }

        /** Returns the numbers, as a copy. */
        public double[] from() {
            return from.clone();
        }

        /** Returns what they become, as a copy. */
        public double[] to() {
            return to.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Knots knots && Arrays.equals(from, knots.from) && Arrays.equals(to, knots.to);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
        }

        @Override
        public String toString() {
            return "Knots" + Arrays.toString(from) + "->" + Arrays.toString(to);
        }
    }
}
