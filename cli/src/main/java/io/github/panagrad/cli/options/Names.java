package io.github.panagrad.cli.options;

import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** The things that options choose by name. */
public final class Names {
    /** The standard deviation of the text's weights. */
    private static final double TEXT_DEVIATION = 0.01;

    /** All hidden activations. */
    public static final List<Activation> ACTIVATIONS = List.of(
            Activation.identity(), Activation.relu(), Activation.leakyRelu(), Activation.sigmoid(), Activation.tanh());

    /** All losses. */
    public static final List<Loss> LOSSES =
            List.of(Loss.binaryCrossEntropy(), Loss.softmaxCrossEntropy(), Loss.meanSquaredError());

    private static final List<Initializer> INITIALIZERS =
            List.of(Initializer.he(), Initializer.heUniform(), Initializer.glorot(), Initializer.glorotUniform());

    private static final List<Optimizer> OPTIMIZERS =
            List.of(Optimizer.sgd(), Optimizer.momentum(), Optimizer.rmsProp(), Optimizer.adam());

    private Names() {}

    static Activation activation(String option, String name) {
        return Values.named(option, name, ACTIVATIONS, Activation::name);
    }

    static Loss loss(String option, String name) {
        return LOSSES.stream()
                .filter(loss -> loss.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = new ArrayList<>(List.of("auto"));
                    LOSSES.forEach(loss -> known.add(loss.name()));
                    return Values.unknown(option, name, known);
                });
    }

    static Initializer initializer(String option, String name) {
        String[] parts = Values.nameAndRest(name);
        if (parts[0].equals("normal")) {
            double deviation =
                    name.contains(":") ? Values.numbers(option, parts[1]).getFirst() : TEXT_DEVIATION;
            return Values.checked(option + " " + name, () -> Initializer.normal(deviation));
        }
        return INITIALIZERS.stream()
                .filter(initializer -> initializer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = new ArrayList<>(
                            INITIALIZERS.stream().map(Initializer::name).toList());
                    known.addAll(List.of("normal", "normal:DEVIATION"));
                    return Values.unknown(option, name, known);
                });
    }

    static Optimizer optimizer(String name) {
        return Values.named("--optimizer", name, OPTIMIZERS, Optimizer::name);
    }

    /** Returns the element type with a name. */
    public static DType dtype(String name) {
        return Values.named("--dtype", name, List.of(DType.values()), DType::label);
    }

    static Backend backend(String name) {
        return Values.named("--backend", name, List.of(Backend.values()), Backend::label);
    }
}
