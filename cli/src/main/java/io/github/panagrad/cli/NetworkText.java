package io.github.panagrad.cli;

import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.tensor.DType;
import java.util.stream.Collectors;

/** A network in one line. */
final class NetworkText {
    private NetworkText() {}

    static String describe(NetworkSpec spec, DType dtype) {
        String activations = spec.hidden().stream()
                .map(layer -> layer.activation().name())
                .distinct()
                .collect(Collectors.joining("/"));
        String dropout = spec.hidden().stream().anyMatch(layer -> layer.dropout() > 0)
                ? ", dropout "
                        + spec.hidden().stream()
                                .map(Dense::dropout)
                                .map(String::valueOf)
                                .collect(Collectors.joining(","))
                : "";
        return spec.widths() + (activations.isEmpty() ? "" : " " + activations) + dropout + ", "
                + spec.loss().name() + ", " + Figures.count(spec.parameterCount()) + " parameters, " + dtype.label();
    }
}
