package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All kinds of gradient clipping. */
final class ClippingChoices {
    static final Choices<GradientClipping> ALL = new Choices<>(
            "gradient clipping",
            List.of(
                    GradientClipping.none(),
                    new GradientClipping.ByValue(1),
                    new GradientClipping.ByNorm(1),
                    new GradientClipping.ByGlobalNorm(1)));

    private ClippingChoices() {}
}
