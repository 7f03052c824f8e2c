package io.github.panagrad.tensor;

import java.util.List;

/** All activations there are. */
final class ActivationChoices {
    static final Choices<Activation> ALL = new Choices<>(
            "activation",
            List.of(
                    Activation.identity(),
                    Activation.relu(),
                    Activation.leakyRelu(),
                    Activation.sigmoid(),
                    Activation.tanh(),
                    Activation.gelu(),
                    Activation.geluTanh(),
                    Activation.silu(),
                    Activation.elu(),
                    Activation.selu(),
                    Activation.softplus(),
                    Activation.mish(),
                    Activation.hardSigmoid(),
                    Activation.softsign(),
                    Activation.prelu()));

    private ActivationChoices() {}
}
