package io.github.panagrad.nn.optim;

/**
 * Reduces the rate when the loss no longer falls: {@code α ← max(fα, α_min)} after p epochs in a row whose loss was not below the
 * best so far by more than d. The count then begins anew; the best stays. A loss that is not a number is not better.
 *
 * <p>A pure function of the losses: there is no rate for a time alone. The variant is Keras's, but for its cool-down; with PyTorch
 * the patience is one epoch longer, and d is a share of the best by default.
 *
 * @param initial α₀, positive
 * @param factor f, in (0, 1)
 * @param patience p, the epochs without a better loss, at least 1
 * @param minDelta d, what a loss must be better by, not negative
 * @param min α_min, from 0 to α₀
 */
public record Plateau(double initial, double factor, int patience, double minDelta, double min) implements Schedule {
    /** Checks the values. */
    public Plateau {
        Ranges.positive("plateau", "initial", initial);
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("plateau: factor must be in (0, 1), found " + factor);
        }
        Ranges.atLeast("plateau", "patience", 1, patience);
        Ranges.notNegative("plateau", "min-delta", minDelta);
        Ranges.minimumRate("plateau", min, initial);
    }

    @Override
    public String name() {
        return "plateau";
    }

    @Override
    public String formula() {
        return "α ← max(f α, α_min) after p epochs without a loss below the best by more than d";
    }

    @Override
    public boolean needsHistory() {
        return true;
    }

    @Override
    public double at(long t) {
        throw new UnsupportedOperationException(
                "plateau: the rate follows from the losses of the epochs before, not from the time alone");
    }

    @Override
    public double at(long t, double[] losses) {
        if (losses.length < t) {
            throw new IllegalArgumentException(
                    "plateau: epoch " + t + " needs the losses of as many epochs before it, found " + losses.length);
        }
        double rate = initial;
        double best = Double.POSITIVE_INFINITY;
        int waited = 0;
        for (int epoch = 0; epoch < t; epoch++) {
            if (losses[epoch] < best - minDelta) {
                best = losses[epoch];
                waited = 0;
            } else if (++waited == patience) {
                rate = Math.max(rate * factor, min);
                waited = 0;
            }
        }
        return rate;
    }
}
