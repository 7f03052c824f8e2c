package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All optimisers there are. */
final class OptimizerChoices {
    static final Choices<Optimizer> ALL = new Choices<>(
            "optimizer", List.of(Optimizer.sgd(), Optimizer.momentum(), Optimizer.rmsProp(), Optimizer.adam()));

    private OptimizerChoices() {}
}
