package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choices;
import java.util.List;
import java.util.stream.Stream;

/** All optimisers. */
final class OptimizerChoices {
    private static final String FAMILY = "optimizer";

    static final Choices<FirstOrder> FIRST_ORDER = new Choices<>(
            FAMILY,
            List.of(
                    Optimizer.sgd(),
                    Optimizer.momentum(),
                    Optimizer.rmsProp(),
                    Optimizer.adam(),
                    Optimizer.classicalMomentum(),
                    Optimizer.nesterov(),
                    Optimizer.adamW(),
                    Optimizer.adagrad(),
                    Optimizer.amsGrad(),
                    Optimizer.nadam(),
                    Optimizer.lion()));

    static final Choices<Optimizer> ALL = new Choices<>(
            FAMILY,
            Stream.concat(FIRST_ORDER.all().stream(), Stream.of(Optimizer.lbfgs()))
                    .toList());

    private OptimizerChoices() {}
}
