package io.github.panagrad.onnx;

import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.InputScale;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Normalization;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.onnx.format.Attribute;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The layers of a network. Members that share layers are rows next to each other, as in training. */
final class NetworkNodes {
    private static final Attribute TRANSPOSED = new Attribute.Whole("transB", 1);

    private final Graph graph;
    private final Network network;
    private final NetworkSpec spec;
    private final String prefix;
    private final Map<String, Parameter> parameters = new HashMap<>();

    /**
     * Prepares a network.
     *
     * @param prefix what precedes the names of its parameters, as in model files
     */
    NetworkNodes(Graph graph, Network network, String prefix) {
        this.graph = graph;
        this.network = network;
        this.spec = network.spec();
        this.prefix = prefix;
        network.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
    }

    /**
     * Adds the network.
     *
     * @param samples the inputs, N x inputs
     * @return its predictions, N x outputs: the mean of its members' if it has several
     */
    Value predictions(Value samples) {
        List<Value> outputs = new ArrayList<>();
        Value features = new EmbeddingNodes(graph, spec, this::parameter).features(samples, prefix);
        Value x = features;
        int members = 1;
        for (int l = 0; l < spec.hidden().size(); l++) {
            graph.scope(prefix + Parameter.LAYERS + "." + l);
            Layer layer = spec.hidden().get(l);
            if (layer instanceof MemberScale scale) {
                x = spread(l, x);
                members *= scale.members();
            } else {
                x = layer(l, layer, x, members);
            }
            if (layer.skip() > 0) {
                int source = l - layer.skip();
                x = Operators.add(graph, x, source < 0 ? features : outputs.get(source));
            }
            outputs.add(x);
        }
        graph.scope(prefix + Parameter.LAYERS + "." + spec.hidden().size());
        return members == 1
                ? LossNodes.predictions(graph, spec.loss(), linear(spec.hidden().size(), x))
                : heads(x, members);
    }

    private Value layer(int index, Layer layer, Value x, int members) {
        return switch (layer) {
            case Dense dense ->
                ActivationNodes.of(
                        graph,
                        dense.activation(),
                        dense.adapters() == Dense.Adapters.NONE
                                ? normalized(index, dense.normalization(), x)
                                : adapted(index, dense, x, members),
                        label -> parameter(Parameter.LAYERS, index, label));
            case InputScale _ -> Operators.multiply(graph, x, parameter(Parameter.LAYERS, index, "factor"));
            default -> throw unknown(layer);
        };
    }

    /** What the tests, which export every example of a layer, say of a kind that is new. */
    static OnnxException unknown(Layer layer) {
        return new OnnxException("a layer of the kind " + layer.getClass().getSimpleName()
                + " has no form in ONNX: export a model without it");
    }

    /** The product with the weights, standardised, with the biases. */
    private Value normalized(int index, Normalization normalization, Value x) {
        return normalization instanceof Normalization.None
                ? linear(index, x)
                : Operators.add(
                        graph,
                        standardized(index, normalization, product(index, x)),
                        parameter(Parameter.LAYERS, index, "bias"));
    }

    /** The same with each member's factors and biases; the members of a sample are in an axis of their own. */
    private Value adapted(int index, Dense dense, Value x, int members) {
        int width = spec.fanIn(index);
        Value input = x;
        if (dense.adapters() == Dense.Adapters.BOTH) {
            Value scaled = Operators.multiply(
                    graph,
                    Operators.reshape(graph, x, -1, members, width),
                    parameter(Parameter.LAYERS, index, "input_factor"));
            input = Operators.reshape(graph, scaled, -1, width);
        }
        Value products = Operators.multiply(
                graph,
                Operators.reshape(graph, product(index, input), -1, members, dense.units()),
                parameter(Parameter.LAYERS, index, "output_factor"));
        Value sums = Operators.add(
                graph,
                standardized(index, dense.normalization(), products),
                parameter(Parameter.LAYERS, index, "bias"));
        return Operators.reshape(graph, sums, -1, dense.units());
    }

    private Value standardized(int index, Normalization normalization, Value x) {
        return switch (normalization) {
            case Normalization.None _ -> x;
            case Normalization.BatchNorm(double epsilon, double _) -> {
                Value centered = Operators.subtract(graph, x, parameter(Parameter.LAYERS, index, "running_mean"));
                yield Operators.multiply(graph, centered, graph.floats("factor", factors(index, epsilon)));
            }
            case Normalization.LayerNorm(double epsilon) ->
                graph.node(
                        "LayerNormalization",
                        List.of(x, parameter(Parameter.LAYERS, index, "scale")),
                        new Attribute.Whole("axis", -1),
                        new Attribute.Real("epsilon", (float) epsilon));
        };
    }

    /** {@code γ / √(variance + ε)}. */
    private float[] factors(int index, double epsilon) {
        Tensor scale = tensor(Parameter.LAYERS, index, "scale");
        Tensor variance = tensor(Parameter.LAYERS, index, "running_variance");
        float[] factors = new float[scale.columns()];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = (float) (scale.get(0, c) / Math.sqrt(variance.get(0, c) + epsilon));
        }
        return factors;
    }

    private Value product(int index, Value x) {
        return graph.node("Gemm", List.of(x, parameter(Parameter.LAYERS, index, "weight")), TRANSPOSED);
    }

    private Value linear(int index, Value x) {
        return graph.node(
                "Gemm",
                List.of(x, parameter(Parameter.LAYERS, index, "weight"), parameter(Parameter.LAYERS, index, "bias")),
                TRANSPOSED);
    }

    /** A row for each member in place of each row. */
    private Value spread(int index, Value x) {
        int width = spec.fanIn(index);
        Value rows = Operators.reshape(graph, x, -1, 1, width);
        Value all = Operators.multiply(graph, rows, parameter(Parameter.LAYERS, index, "factor"));
        return Operators.reshape(graph, all, -1, width);
    }

    /** The mean of the members' predictions, each from an output layer of its own. */
    private Value heads(Value x, int members) {
        int index = spec.hidden().size();
        int width = spec.fanIn(index);
        Value rows = Operators.transpose(graph, Operators.reshape(graph, x, -1, members, width), 1L, 0L, 2L);
        Value weights = Operators.transpose(
                graph,
                Operators.reshape(graph, parameter(Parameter.LAYERS, index, "weight"), members, spec.outputs(), width),
                0L,
                2L,
                1L);
        Value biases = Operators.reshape(graph, parameter(Parameter.LAYERS, index, "bias"), members, 1, spec.outputs());
        Value logits = Operators.add(graph, graph.node("MatMul", List.of(rows, weights)), biases);
        return Operators.mean(graph, LossNodes.predictions(graph, spec.loss(), logits), 0);
    }

    private Tensor tensor(String group, int index, String label) {
        return network.get(group + "." + index + "." + label);
    }

    private Value parameter(String group, int index, String label) {
        String name = group + "." + index + "." + label;
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("the network has no parameter " + name);
        }
        List<Long> shape = parameter.isVector()
                ? List.of((long) parameter.columns())
                : List.of((long) parameter.rows(), (long) parameter.columns());
        // Its scope is its name's beginning.
        return graph.weights(label, shape, network.get(name));
    }
}
