package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Updates;

/** A rule whose only per-step value is the learning rate. */
abstract class RateRule implements UpdateRule {
    final Updates updates;
    private final double weightDecay;
    double rate;

    RateRule(Kernels kernels, FirstOrder optimizer) {
        updates = kernels.updates();
        weightDecay = optimizer.weightDecay();
    }

    @Override
    public void begin(long step, double learningRate) {
        rate = learningRate;
    }

    @Override
    public final double weightDecay() {
        return weightDecay;
    }
}
