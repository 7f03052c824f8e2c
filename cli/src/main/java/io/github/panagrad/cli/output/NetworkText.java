package io.github.panagrad.cli.output;

import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.InputLayer;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Normalization;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A network in one line. */
public final class NetworkText {
    private NetworkText() {}

    public static String describe(NetworkSpec spec, DType dtype) {
        List<Dense> hidden = spec.hidden();
        List<String> parts = new ArrayList<>();
        String activations = hidden.stream()
                .map(layer -> layer.activation().name())
                .distinct()
                .collect(Collectors.joining("/"));
        parts.add((spec.widths() + " " + activations).strip());
        if (hidden.stream().anyMatch(layer -> layer.dropout() > 0)) {
            parts.add("dropout " + each(hidden, layer -> String.valueOf(layer.dropout())));
        }
        if (hasNormalization(spec)) {
            parts.add("normalization "
                    + each(hidden, layer -> layer.normalization().name()));
        }
        if (hasSkip(spec)) {
            parts.add("skip " + each(hidden, layer -> String.valueOf(layer.skip())));
        }
        InputLayer input = spec.input();
        if (!input.embeddings().isEmpty()) {
            parts.add("embeddings "
                    + input.embeddings().stream()
                            .map(embedding ->
                                    embedding.column() + ":" + embedding.categories() + ":" + embedding.dimension())
                            .collect(Collectors.joining(",")));
        }
        if (input.dropout() > 0) {
            parts.add("input dropout " + input.dropout());
        }
        parts.add(spec.loss().name());
        parts.add(NumberText.count(spec.parameterCount()) + " parameters");
        parts.add(dtype.label());
        return String.join(", ", parts);
    }

    /** Returns whether a layer is normalised. */
    public static boolean hasNormalization(NetworkSpec spec) {
        return spec.hidden().stream().anyMatch(layer -> !(layer.normalization() instanceof Normalization.None));
    }

    /** Returns whether a layer has a skip connection. */
    public static boolean hasSkip(NetworkSpec spec) {
        return spec.hidden().stream().anyMatch(layer -> layer.skip() > 0);
    }

    private static String each(List<Dense> hidden, Function<Dense, String> text) {
        return hidden.stream().map(text).collect(Collectors.joining(","));
    }
}
