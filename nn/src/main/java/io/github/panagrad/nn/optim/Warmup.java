package io.github.panagrad.nn.optim;

/**
 * A linear warm-up, {@code α(t) = β(0) (t+1)/n} for t below n, and {@code α(t) = β(t − n)} from then on, β being the schedule that
 * follows: from its first rate by n up to its first rate.
 *
 * @param length n, the epochs or steps it takes, at least 1
 * @param next β, no warm-up
 */
public record Warmup(long length, Schedule next) implements Schedule {
    /** Checks the values. */
    public Warmup {
        Ranges.atLeast("warmup", "length", 1, length);
        if (next instanceof Warmup) {
            throw new IllegalArgumentException("warmup: cannot be followed by another warmup");
        }
    }

    @Override
    public String name() {
        return "warmup";
    }

    @Override
    public String formula() {
        return "β(0) (t+1)/n for t < n, then β(t-n),  β the schedule that follows";
    }

    @Override
    public boolean needsHistory() {
        return next.needsHistory();
    }

    @Override
    public double at(long t) {
        return t < length ? rising(t, next.at(0)) : next.at(t - length);
    }

    /** The losses of the warm-up are not shown to the schedule that follows. */
    @Override
    public double at(long t, double[] losses) {
        if (!needsHistory()) {
            return at(t);
        }
        double[] none = {};
        if (t < length) {
            return rising(t, next.at(0, none));
        }
        int from = (int) Math.min(length, losses.length);
        double[] since = new double[losses.length - from];
        System.arraycopy(losses, from, since, 0, since.length);
        return next.at(t - length, since);
    }

    private double rising(long t, double first) {
        return first * (t + 1) / length;
    }
}
