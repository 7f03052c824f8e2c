package io.github.panagrad.nn.engine;

/** The last changes {@code s} of the parameters and {@code y} of the gradient, with their curvatures. */
final class LbfgsHistory {
    /** If the cosine of the angle between s and y is below this, their product is dominated by rounding errors. */
    private static final double MIN_COSINE = 1e-10;

    private final double[][] s;
    private final double[][] y;
    private final double[] rho;
    private final double[] alpha;

    /** The number of stored changes, and the slot of the next one. */
    private int size;

    private int next;

    LbfgsHistory(int capacity, int n) {
        s = new double[capacity][n];
        y = new double[capacity][n];
        rho = new double[capacity];
        alpha = new double[capacity];
    }

    /** Restores the changes of another history; more than the capacity is an error. */
    void restore(double[][] pointChanges, double[][] gradientChanges, double[] curvatures) {
        for (int k = 0; k < curvatures.length; k++) {
            System.arraycopy(pointChanges[k], 0, s[k], 0, s[k].length);
            System.arraycopy(gradientChanges[k], 0, y[k], 0, y[k].length);
            rho[k] = curvatures[k];
        }
        size = curvatures.length;
        next = size % s.length;
    }

    /** Returns copies of the changes of the point, oldest first. */
    double[][] pointChanges() {
        return inOrder(s);
    }

    /** Returns copies of the changes of the gradient, oldest first. */
    double[][] gradientChanges() {
        return inOrder(y);
    }

    private double[][] inOrder(double[][] changes) {
        double[][] copies = new double[size][];
        for (int k = 0; k < size; k++) {
            copies[k] = changes[slot(size - k)].clone();
        }
        return copies;
    }

    /** Returns ρ of each change, oldest first. */
    double[] curvatures() {
        double[] copies = new double[size];
        for (int k = 0; k < size; k++) {
            copies[k] = rho[slot(size - k)];
        }
        return copies;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        size = 0;
    }

    /**
     * Stores a change, replacing the oldest one if necessary, unless the curvature along it is not positive, or so small that its
     * reciprocal is infinite.
     */
    void add(double[] x, double[] xBefore, double[] gradient, double[] gradientBefore) {
        double[] change = s[next];
        double[] slope = y[next];
        for (int i = 0; i < x.length; i++) {
            change[i] = x[i] - xBefore[i];
            slope[i] = gradient[i] - gradientBefore[i];
        }
        double product = Vectors.dot(change, slope);
        double lengths = Math.sqrt(Vectors.dot(change, change)) * Math.sqrt(Vectors.dot(slope, slope));
        double reciprocal = 1 / product;
        if (!(product > MIN_COSINE * lengths) || Double.isInfinite(reciprocal)) {
            // If the history was full, the slot was that of the oldest change.
            size = Math.min(size, s.length - 1);
            return;
        }
        rho[next] = reciprocal;
        next = (next + 1) % s.length;
        size = Math.min(size + 1, s.length);
    }

    /** The two-loop recursion, algorithm 7.4: {@code direction = −H gradient}. */
    void direction(double[] gradient, double[] direction) {
        for (int i = 0; i < gradient.length; i++) {
            direction[i] = -gradient[i];
        }
        for (int k = 1; k <= size; k++) {
            int slot = slot(k);
            alpha[slot] = rho[slot] * Vectors.dot(s[slot], direction);
            Vectors.add(-alpha[slot], y[slot], direction);
        }
        if (size > 0) {
            int last = slot(1);
            double scale = 1 / (rho[last] * Vectors.dot(y[last], y[last]));
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= scale;
            }
        }
        for (int k = size; k >= 1; k--) {
            int slot = slot(k);
            double beta = rho[slot] * Vectors.dot(y[slot], direction);
            Vectors.add(alpha[slot] - beta, s[slot], direction);
        }
    }

    /** Returns the slot of the k-th most recent change. */
    private int slot(int k) {
        return Math.floorMod(next - k, s.length);
    }
}
