package io.github.panagrad.nn;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All kinds of order. */
final class ShuffleChoices {
    static final Choices<Shuffle> ALL =
            new Choices<>("shuffle", List.of(Shuffle.auto(), Shuffle.rows(), Shuffle.blocks(1024, 32), Shuffle.none()));

    private ShuffleChoices() {}
}
