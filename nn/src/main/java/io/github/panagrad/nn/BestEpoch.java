package io.github.panagrad.nn;

import java.util.List;

/** The best epoch so far; a function of the epochs, so that resumed training finds it again from its history. */
final class BestEpoch {
    private final EarlyStopping rule;
    private double best = Double.NaN;
    private int bestEpoch;
    private int epochs;

    BestEpoch(EarlyStopping rule, List<EpochMetrics> history) {
        this.rule = rule;
        history.forEach(this::add);
    }

    /** Takes an epoch into account, and returns whether it is the best so far. */
    boolean add(EpochMetrics epoch) {
        epochs++;
        double value = rule.monitor().of(epoch);
        double gain = rule.monitor().isHigherBetter() ? value - best : best - value;
        boolean isBetter = bestEpoch == 0 ? !Double.isNaN(value) : gain > rule.minDelta();
        if (isBetter) {
            best = value;
            bestEpoch = epochs;
        }
        return isBetter;
    }

    /** Returns the number of the best epoch, from 1; 0 if there is none. */
    int epoch() {
        return bestEpoch;
    }

    /** Returns whether the patience has run out. */
    boolean isOver() {
        return epochs - bestEpoch >= rule.patience() + rule.patienceGrowth() * bestEpoch;
    }
}
