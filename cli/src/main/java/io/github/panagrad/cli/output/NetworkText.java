package io.github.panagrad.cli.output;

import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A network in one line. */
public final class NetworkText {
    private NetworkText() {}

    public static String describe(NetworkSpec spec, DType dtype) {
        List<Layer> hidden = spec.hidden();
        List<String> parts = new ArrayList<>();
        parts.add((spec.widths() + " " + activations(spec)).strip());
        if (hidden.stream().anyMatch(layer -> layer.dropout() > 0)) {
            parts.add("dropout " + each(hidden, layer -> String.valueOf(layer.dropout())));
        }
        if (hasNormalization(spec)) {
            parts.add("normalization " + each(hidden, NetworkText::normalization));
        }
        if (hasSkip(spec)) {
            parts.add("skip " + each(hidden, layer -> String.valueOf(layer.skip())));
        }
        if (!spec.embeddings().isEmpty()) {
            parts.add("embeddings " + each(spec.embeddings(), Layer::summary));
        }
        if (spec.inputDropout() > 0) {
            parts.add("input dropout " + spec.inputDropout());
        }
        parts.add(spec.loss().name());
        parts.add(NumberText.count(spec.parameterCount()) + " parameters");
        parts.add(dtype.label());
        return String.join(", ", parts);
    }

    /** Returns the activations of the hidden layers, each once. */
    public static String activations(NetworkSpec spec) {
        return spec.hidden().stream().map(Layer::summary).distinct().collect(Collectors.joining("/"));
    }

    /** Returns a layer's normalisation. */
    public static String normalization(Layer layer) {
        return layer.normalization().name();
    }

    /** Returns whether a layer is normalised. */
    public static boolean hasNormalization(NetworkSpec spec) {
        return spec.hidden().stream().anyMatch(layer -> !normalization(layer).equals("none"));
    }

    /** Returns whether a layer has a skip connection. */
    public static boolean hasSkip(NetworkSpec spec) {
        return spec.hidden().stream().anyMatch(layer -> layer.skip() > 0);
    }

    private static String each(List<Layer> layers, Function<Layer, String> text) {
        return layers.stream().map(text).collect(Collectors.joining(","));
    }
}
