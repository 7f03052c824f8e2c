package io.github.panagrad.nn.optim;

/**
 * A linear warm-up, {@code α(t) = β(0) (t+1)/n} for t below n, and {@code α(t) = β(t − n)} from then on, where β is the
 * schedule that follows: the learning rate rises to the first learning rate of β.
 *
 * @param length n, the number of epochs or steps of the warm-up, at least 1
 * @param next β, not a warm-up
 */
public record Warmup(long length, Schedule next) implements Schedule {
    /** Checks the values. */
    public Warmup {
        Ranges.atLeast("warmup", "length", 1, length);
        if (next instanceof Warmup) {
            throw new IllegalArgumentException("warmup cannot be followed by another warmup");
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
    public double initial() {
        return next.initial();
    }

    @Override
    public boolean needsHistory() {
        return next.needsHistory();
    }

    @Override
    public double at(long t) {
        return t < length ? rising(t, next.at(0)) : next.at(t - length);
    }

    /** The schedule that follows does not see the losses of the warm-up. */
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
