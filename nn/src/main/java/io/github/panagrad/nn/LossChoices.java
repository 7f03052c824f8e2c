package io.github.panagrad.nn;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All losses there are. */
final class LossChoices {
    static final Choices<Loss> ALL = new Choices<>(
            "loss", List.of(Loss.binaryCrossEntropy(), Loss.softmaxCrossEntropy(), Loss.meanSquaredError()));

    private LossChoices() {}
}
