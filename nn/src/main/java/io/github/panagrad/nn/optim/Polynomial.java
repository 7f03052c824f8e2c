package io.github.panagrad.nn.optim;

/**
 * Polynomial decay, {@code α_min + (α₀ − α_min)(1 − t/T)^p}, and {@code α_min} from {@code T} on. Linear with p = 1.
 *
 * @param initial α₀, positive
 * @param min α_min, from 0 to α₀
 * @param power p, positive
 * @param period T, the number of epochs or steps of the decay, at least 1
 */
public record Polynomial(double initial, double min, double power, long period) implements Schedule {
    /** Checks the values. */
    public Polynomial {
        Ranges.positive("polynomial", "initial", initial);
        Ranges.minimumRate("polynomial", min, initial);
        Ranges.positive("polynomial", "power", power);
        Ranges.atLeast("polynomial", "period", 1, period);
    }

    @Override
    public String name() {
        return "polynomial";
    }

    @Override
    public String formula() {
        return "α_min + (α₀ - α_min) (1 - t/T)^p, then α_min";
    }

    @Override
    public double at(long t) {
        double rest = (double) (period - Math.min(t, period)) / period;
        return min + (initial - min) * Powers.power(rest, power);
    }
}
