package io.github.panagrad.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every activation there is, by reflection over the sealed interface, so that a new one cannot be left out. */
final class ActivationKinds {
    private ActivationKinds() {}

    static List<Activation> all() {
        return Arrays.stream(Activation.class.getPermittedSubclasses())
                .flatMap(kind -> kind.isSealed() ? Arrays.stream(kind.getPermittedSubclasses()) : Stream.of(kind))
                // A program's own has no values to compare with.
                .filter(kind -> !Choice.Own.class.isAssignableFrom(kind))
                .map(ActivationKinds::make)
                .toList();
    }

    /** Those that {@link Kernels#activate} computes: all without parameters of their own. */
    static List<Activation> ofActivate() {
        return all().stream()
                .filter(f -> !(f instanceof Activation.PRelu) && !(f instanceof Activation.Parametric))
                .toList();
    }

    private static Activation make(Class<?> kind) {
        try {
            if (kind == Activation.LeakyRelu.class) {
                return new Activation.LeakyRelu(0.0625 + 0.01);
            }
            if (kind == Activation.Elu.class) {
                return new Activation.Elu(0.75);
            }
            if (kind == Activation.PRelu.class) {
                return Activation.prelu();
            }
            if (kind == Activation.ParametricSelu.class) {
                return Activation.parametricSelu();
            }
            if (kind == Activation.ParametricMish.class) {
                return Activation.parametricMish();
            }
            return (Activation) kind.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("say here how to make a " + kind, e);
        }
    }
}
