package io.github.panagrad.nn;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All losses. */
final class LossChoices {
    static final Choices<Loss> ALL = new Choices<>(
            "loss",
            List.of(
                    Loss.binaryCrossEntropy(),
                    Loss.softmaxCrossEntropy(),
                    Loss.focal(),
                    Loss.hinge(),
                    Loss.meanSquaredError(),
                    Loss.meanAbsoluteError(),
                    Loss.huber(1),
                    Loss.quantile(0.5),
                    Loss.poisson()));

    private LossChoices() {}
}
