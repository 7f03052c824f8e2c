package io.github.panagrad.nn;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All normalisations. */
final class NormalizationChoices {
    static final Choices<Normalization> ALL = new Choices<>(
            "normalization", List.of(Normalization.none(), Normalization.batchNorm(), Normalization.layerNorm()));

    private NormalizationChoices() {}
}
