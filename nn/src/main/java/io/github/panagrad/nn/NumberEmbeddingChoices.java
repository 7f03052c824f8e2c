package io.github.panagrad.nn;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All ways in which numbers become vectors. */
final class NumberEmbeddingChoices {
    static final Choices<NumberEmbedding> ALL = new Choices<>(
            "number embedding",
            List.of(
                    NumberEmbedding.none(),
                    NumberEmbedding.piecewiseLinear(),
                    NumberEmbedding.pbld(),
                    NumberEmbedding.plr()));

    private NumberEmbeddingChoices() {}
}
