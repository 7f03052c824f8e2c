package io.github.panagrad.onnx;

import io.github.panagrad.nn.Embedding;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.nn.PeriodicDense;
import io.github.panagrad.nn.PeriodicRelu;
import io.github.panagrad.nn.PiecewiseLinear;
import io.github.panagrad.onnx.format.Attribute;
import io.github.panagrad.onnx.format.ElementType;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What the first layer reads: the columns that are not embedded, then the vectors of those that are. */
final class EmbeddingNodes {
    /** Finds a parameter of the network. */
    @FunctionalInterface
    interface Parameters {
        /** Adds a parameter as a constant. */
        Value of(String group, int index, String label);
    }

    private final Graph graph;
    private final NetworkSpec spec;
    private final Parameters parameters;

    EmbeddingNodes(Graph graph, NetworkSpec spec, Parameters parameters) {
        this.graph = graph;
        this.spec = spec;
        this.parameters = parameters;
    }

    /** Adds the features of samples, N x inputs. */
    Value features(Value samples, String prefix) {
        if (spec.embeddings().isEmpty()) {
            return samples;
        }
        Set<Integer> embedded = new HashSet<>();
        spec.embeddings().forEach(layer -> embedded.add(column(layer)));
        long[] numbers = IntStream.range(0, spec.inputs())
                .filter(c -> !embedded.contains(c))
                .asLongStream()
                .toArray();
        List<Value> parts = new ArrayList<>();
        graph.scope(prefix + Parameter.EMBEDDINGS);
        if (numbers.length > 0) {
            parts.add(Operators.columns(graph, samples, numbers));
        }
        for (int e = 0; e < spec.embeddings().size(); e++) {
            graph.scope(prefix + Parameter.EMBEDDINGS + "." + e);
            Layer layer = spec.embeddings().get(e);
            parts.add(vectors(e, layer, Operators.columns(graph, samples, column(layer))));
        }
        graph.scope(prefix + Parameter.EMBEDDINGS);
        return Operators.concatenate(graph, parts);
    }

    private static int column(Layer layer) {
        return layer.inputColumn().orElseThrow(() -> NetworkNodes.unknown(layer));
    }

    /** The vectors of a column, N x 1. */
    private Value vectors(int index, Layer layer, Value x) {
        return switch (layer) {
            case Embedding _ ->
                Operators.rows(
                        graph,
                        parameter(index, "weight"),
                        Operators.vector(graph, Operators.cast(graph, x, ElementType.INT64)));
            case PiecewiseLinear pieces -> piecewise(index, pieces, x);
            case PeriodicDense _ -> {
                Value cosines = Operators.apply(graph, "Cos", angles(index, x, true));
                yield Operators.concatenate(graph, List.of(linear(index, cosines), x));
            }
            case PeriodicRelu _ -> {
                Value angles = angles(index, x, false);
                Value waves = Operators.concatenate(
                        graph, List.of(Operators.apply(graph, "Cos", angles), Operators.apply(graph, "Sin", angles)));
                yield Operators.apply(graph, "Relu", linear(index, waves));
            }
            default -> throw NetworkNodes.unknown(layer);
        };
    }

    private Value linear(int index, Value x) {
        return graph.node("Gemm", List.of(x, parameter(index, "weight"), parameter(index, "bias")));
    }

    /** {@code (w x + c) + Σ_t e_t V_t}, the shares e_t of the pieces below x in float64, as in training. */
    private Value piecewise(int index, PiecewiseLinear layer, Value x) {
        int bins = layer.bins();
        double[] from = new double[bins];
        double[] inverseWidths = new double[bins];
        double[] least = new double[bins];
        double[] most = new double[bins];
        for (int t = 0; t < bins; t++) {
            from[t] = layer.edges().get(t);
            inverseWidths[t] = 1 / (layer.edges().get(t + 1) - from[t]);
            least[t] = t == 0 ? -Double.MAX_VALUE : 0;
            most[t] = t == bins - 1 ? Double.MAX_VALUE : 1;
        }
        Value beyond =
                Operators.subtract(graph, Operators.cast(graph, x, ElementType.DOUBLE), graph.doubles("edges", from));
        Value shares = Operators.limit(
                graph,
                Operators.multiply(graph, beyond, graph.doubles("inverse_widths", inverseWidths)),
                graph.doubles("least", least),
                graph.doubles("most", most));
        Value code = Operators.concatenate(graph, List.of(x, Operators.cast(graph, shares, ElementType.FLOAT)));
        // The rows of the linear part are w, which belongs to x, and c.
        Value line = parameter(index, "linear");
        Value slope = Operators.rows(graph, line, graph.longs("first", 0));
        Value offset = Operators.rows(graph, line, graph.longs("second", 1));
        Value weights =
                graph.node("Concat", List.of(slope, parameter(index, "weight")), new Attribute.Whole("axis", 0));
        return graph.node("Gemm", List.of(code, weights, offset));
    }

    /** {@code 2π (x w + b)} without whole turns, which are subtracted where that is exact. */
    private Value angles(int index, Value x, boolean hasPhase) {
        Value frequencies = Operators.cast(graph, parameter(index, "frequency"), ElementType.DOUBLE);
        Value turns = Operators.multiply(graph, Operators.cast(graph, x, ElementType.DOUBLE), frequencies);
        if (hasPhase) {
            Value phases = Operators.multiply(
                    graph, parameter(index, "phase"), graph.floats("inverse_turn", (float) (1 / (2 * Math.PI))));
            turns = Operators.add(graph, turns, Operators.cast(graph, phases, ElementType.DOUBLE));
        }
        Value rounded = Operators.cast(graph, turns, ElementType.FLOAT);
        Value part = Operators.subtract(graph, rounded, Operators.apply(graph, "Round", rounded));
        return Operators.multiply(graph, part, graph.floats("turn", (float) (2 * Math.PI)));
    }

    private Value parameter(int index, String label) {
        return parameters.of(Parameter.EMBEDDINGS, index, label);
    }
}
