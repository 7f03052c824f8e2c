package io.github.panagrad.nn.optim;

/**
 * Waves that become longer: {@code α₀ (1 − cos(2π log₂(1 + (2^w − 1) t/T))) / 2}, and 0 from T on (Holzmüller, Grinsztajn and
 * Steinwart, "Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data", NeurIPS 2024, where it is called
 * coslog4 with four waves). It starts at 0, and wave k ends at {@code t/T = (2^k − 1) / (2^w − 1)}, so that each is twice as long
 * as the one before it.
 *
 * @param initial α₀, the learning rate at the top of each wave, positive
 * @param waves w, how many, from 1 to 30
 * @param period T, the number of epochs or steps of all waves, at least 1
 */
public record CosLog(double initial, int waves, long period) implements Schedule {
    private static final int MAX_WAVES = 30;

    /** Checks the values. */
    public CosLog {
        Ranges.positive("coslog", "initial", initial);
        Ranges.within("coslog", "waves", 1, MAX_WAVES, waves);
        Ranges.atLeast("coslog", "period", 1, period);
    }

    @Override
    public String name() {
        return "coslog";
    }

    @Override
    public String formula() {
        return "α₀ (1 - cos(2π log2(1 + (2^w - 1) t/T))) / 2, then 0";
    }

    @Override
    public double at(long t) {
        if (t >= period) {
            return 0;
        }
        double wave = Powers.log2(1 + ((1L << waves) - 1) * ((double) t / period));
        double share = wave - Math.floor(wave);
        // Half a cosine down, and the same mirrored up: 0, 1, 0.
        return initial * (share <= 0.5 ? HalfCosine.at(1 - 2 * share) : HalfCosine.at(2 * share - 1));
    }
}
