package io.github.panagrad.cli.output;

import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.InputScale;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A network in one line. */
public final class NetworkText {
    /** So many embeddings are described one by one. */
    private static final int MOST_EMBEDDINGS = 4;

    private NetworkText() {}

    public static String describe(NetworkSpec spec, DType dtype) {
        List<Layer> hidden = shared(spec);
        List<String> parts = new ArrayList<>();
        parts.add((spec.widths() + " " + activations(spec)).strip());
        if (spec.members() > 1) {
            parts.add(spec.members() + " members");
        }
        if (hidden.stream().anyMatch(layer -> !adapters(layer).equals(Dense.Adapters.NONE.label()))) {
            parts.add("adapters " + each(hidden, NetworkText::adapters));
        }
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
            parts.add("embeddings " + embeddings(spec.embeddings()));
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
        return shared(spec).stream().map(Layer::summary).distinct().collect(Collectors.joining("/"));
    }

    /** Returns a layer's normalisation. */
    public static String normalization(Layer layer) {
        return layer.normalization().name();
    }

    private static String adapters(Layer layer) {
        return (layer instanceof Dense dense ? dense.adapters() : Dense.Adapters.NONE).label();
    }

    /** Returns whether a layer is normalised. */
    public static boolean hasNormalization(NetworkSpec spec) {
        return spec.hidden().stream().anyMatch(layer -> !normalization(layer).equals("none"));
    }

    /** Returns whether a layer has a skip connection. */
    public static boolean hasSkip(NetworkSpec spec) {
        return spec.hidden().stream().anyMatch(layer -> layer.skip() > 0);
    }

    /** Returns the hidden layers apart from factors. */
    private static List<Layer> shared(NetworkSpec spec) {
        return spec.hidden().stream()
                .filter(layer -> !(layer instanceof MemberScale) && !(layer instanceof InputScale))
                .toList();
    }

    /** Each embedding if they are few, else how many there are of each kind. */
    private static String embeddings(List<Layer> layers) {
        if (layers.size() <= MOST_EMBEDDINGS) {
            return each(layers, Layer::summary);
        }
        Map<String, Long> kinds = layers.stream()
                .collect(Collectors.groupingBy(
                        layer -> layer.getClass().getSimpleName(), LinkedHashMap::new, Collectors.counting()));
        return kinds.entrySet().stream()
                .map(kind -> kind.getValue() + " x " + kind.getKey())
                .collect(Collectors.joining(","));
    }

    private static String each(List<Layer> layers, Function<Layer, String> text) {
        return layers.stream().map(text).collect(Collectors.joining(","));
    }
}
