package io.github.panagrad.nn;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All initialisers. */
final class InitializerChoices {
    static final Choices<Initializer> ALL = new Choices<>(
            "initializer",
            List.of(
                    Initializer.he(),
                    Initializer.heUniform(),
                    Initializer.glorot(),
                    Initializer.glorotUniform(),
                    Initializer.leCun(),
                    Initializer.leCunUniform(),
                    Initializer.orthogonal(),
                    Initializer.dataDriven(),
                    Initializer.normal(0.01),
                    Initializer.truncatedNormal(0.01)));

    private InitializerChoices() {}
}
