package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All regularisers. */
final class RegularizerChoices {
    static final Choices<Regularizer> ALL = new Choices<>(
            "regularizer",
            List.of(
                    new Regularizer.L2(0.01),
                    new Regularizer.L1(0.01),
                    new Regularizer.ElasticNet(0.01, 0.5),
                    new Regularizer.WeightDecay(0.01),
                    new Regularizer.MaxNorm(3)));

    private RegularizerChoices() {}
}
