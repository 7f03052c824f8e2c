package io.github.panagrad.nn.optim;

/**
 * Reduces the learning rate when the loss stops decreasing: {@code α ← max(fα, α_min)} after p consecutive epochs whose
 * loss was not below the best so far by more than d. The count then restarts; the best loss is kept. A NaN loss is not
 * an improvement.
 *
 * <p>A pure function of the losses: the learning rate cannot be computed from the time alone. The variant is Keras's
 * without cool-down; in PyTorch the patience is one epoch longer, and d is relative to the best loss by default.
 *
 * @param initial α₀, positive
 * @param factor f, in (0, 1)
 * @param patience p, the number of epochs without improvement, at least 1
 * @param minDelta d, the minimum improvement of the loss, not negative
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
                "plateau: the learning rate depends on the losses of the previous epochs, not on the time alone");
    }

    @Override
    public double at(long t, double[] losses) {
        if (losses.length < t) {
            throw new IllegalArgumentException(
                    "plateau: epoch " + t + " needs the losses of that many previous epochs, found " + losses.length);
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
