package io.github.panagrad.nn.optim;

/**
 * Constant, then half a cosine to the minimum: {@code α₀} for {@code t/T} up to s, from there
 * {@code α_min + (α₀ − α_min)(1 + cos(π (t/T − s) / (1 − s)))/2}, and {@code α_min} from T on. With half of the time it is what
 * Holzmüller, Grinsztajn and Steinwart ("Better by Default", NeurIPS 2024) use for dropout and weight decay.
 *
 * @param initial α₀, positive
 * @param flat s, the share of the period in which nothing changes, in [0, 1)
 * @param min α_min, from 0 to α₀
 * @param period T, the number of epochs or steps until the minimum, at least 1
 */
public record FlatCos(double initial, double flat, double min, long period) implements Schedule {
    /** Checks the values. */
    public FlatCos {
        Ranges.positive("flat_cos", "initial", initial);
        Ranges.share("flat_cos", "flat", flat);
        Ranges.minimumRate("flat_cos", min, initial);
        Ranges.atLeast("flat_cos", "period", 1, period);
    }

    @Override
    public String name() {
        return "flat_cos";
    }

    @Override
    public String formula() {
        return "α₀ until t = sT, then α_min + (α₀ - α_min) (1 + cos(π(t/T - s)/(1 - s))) / 2, then α_min";
    }

    @Override
    public double at(long t) {
        double share = (double) Math.min(t, period) / period;
        return share <= flat ? initial : min + (initial - min) * HalfCosine.at((share - flat) / (1 - flat));
    }
}
