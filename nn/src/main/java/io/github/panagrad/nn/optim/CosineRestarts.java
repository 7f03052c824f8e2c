package io.github.panagrad.nn.optim;

/**
 * Cosine annealing with warm restarts (Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts",
 * ICLR 2017): {@code α_min + (α₀ − α_min)(1 + cos(πt'/T'))/2}, where t' is the time since the last restart, and T' the
 * length of the current cycle: T, then fT, then f²T and so on.
 *
 * @param initial α₀, the learning rate after every restart, positive
 * @param min α_min, from 0 to α₀
 * @param period T, the number of epochs or steps of the first cycle, at least 1
 * @param factor f, the ratio of the lengths of consecutive cycles, at least 1
 */
public record CosineRestarts(double initial, double min, long period, int factor) implements Schedule {
    /** Checks the values. */
    public CosineRestarts {
        Ranges.positive("cosine_restarts", "initial", initial);
        Ranges.minimumRate("cosine_restarts", min, initial);
        Ranges.atLeast("cosine_restarts", "period", 1, period);
        Ranges.atLeast("cosine_restarts", "factor", 1, factor);
    }

    @Override
    public String name() {
        return "cosine_restarts";
    }

    @Override
    public String formula() {
        return "α_min + (α₀ - α_min) (1 + cos(πt'/T')) / 2,  t' since the last restart,  cycles of T, fT, f²T, …";
    }

    @Override
    public double at(long t) {
        long rest = t;
        long length = period;
        if (factor == 1) {
            rest = Math.floorMod(t, period);
        }
        while (rest >= length) {
            rest -= length;
            length = length > Long.MAX_VALUE / factor ? Long.MAX_VALUE : length * factor;
        }
        return min + (initial - min) * HalfCosine.at((double) rest / length);
    }
}
