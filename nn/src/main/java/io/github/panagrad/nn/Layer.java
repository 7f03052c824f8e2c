package io.github.panagrad.nn;

import io.github.panagrad.nn.reference.ReferenceActivation;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.RandomKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A part of a network that has parameters of its own: a layer that reads all outputs of the previous one, such as
 * {@link Dense}, or one that replaces an input column, such as {@link Embedding}. A value. This library defines all kinds.
 */
public interface Layer {
    /** Returns the probability that an output is dropped in training; 0 for none. */
    default double dropout() {
        return 0;
    }

    /** Returns how many layers its skip connection spans; 0 for none. */
    default int skip() {
        return 0;
    }

    /** Returns what is done before the activation. */
    default Normalization normalization() {
        return Normalization.none();
    }

    /** Returns the input column that it replaces; empty if it reads all outputs of the preceding layer. */
    default OptionalInt inputColumn() {
        return OptionalInt.empty();
    }

    /** Returns the layer in a word or two, for the description of a network: the activation of a dense layer. */
    default String summary() {
        return toString();
    }

    /** Returns the activation with which the reference network computes this layer; empty if it cannot. */
    default Optional<ReferenceActivation> reference() {
        return Optional.empty();
    }

    /** Returns the same layer with another activation, if it has one to choose. */
    default Layer withActivation(Activation activation) {
        return this;
    }

    /** Returns a random value that its input column may have, for gradient checks. */
    default double drawInput(RandomKey key, int row) {
        return key.normal(row);
    }

    /** Returns examples of every kind of layer, for gradient checks of networks with five inputs or more. */
    static List<Layer> examples() {
        return LayerKinds.all().stream()
                .<Layer>flatMap(kind -> kind.examples().stream())
                .toList();
    }
}
