package io.github.panagrad.onnx;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.onnx.format.Attribute;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import io.github.panagrad.tensor.Activation;
import java.util.List;
import java.util.function.Function;

/** Activations. Those that have no operator among the old ones are composed of others. */
final class ActivationNodes {
    /** 2 sqrt(2/π). */
    private static final double GELU_TANH = 1.5957691216057308;

    private static final double GELU_TANH_CUBIC = 0.044715;

    private ActivationNodes() {}

    /**
     * Adds an activation.
     *
     * @param parameters a parameter of the layer by its label
     */
    static Value of(Graph graph, Activation f, Value z, Function<String, Value> parameters) {
        return switch (f) {
            case Activation.Identity _ -> z;
            case Activation.Relu _ -> Operators.apply(graph, "Relu", z);
            case Activation.LeakyRelu(double slope) -> graph.node("LeakyRelu", List.of(z), real("alpha", slope));
            case Activation.Sigmoid _ -> Operators.apply(graph, "Sigmoid", z);
            case Activation.Tanh _ -> Operators.apply(graph, "Tanh", z);
            case Activation.Gelu _ -> gelu(graph, z);
            case Activation.GeluTanh _ -> geluTanh(graph, z);
            case Activation.Silu _ -> Operators.multiply(graph, z, Operators.apply(graph, "Sigmoid", z));
            case Activation.Elu(double alpha) -> graph.node("Elu", List.of(z), real("alpha", alpha));
            case Activation.Selu _ ->
                graph.node(
                        "Selu",
                        List.of(z),
                        real("alpha", Activation.Selu.ALPHA),
                        real("gamma", Activation.Selu.LAMBDA));
            case Activation.Softplus _ -> Operators.apply(graph, "Softplus", z);
            case Activation.Mish _ ->
                Operators.multiply(graph, z, Operators.apply(graph, "Tanh", Operators.apply(graph, "Softplus", z)));
            case Activation.HardSigmoid _ ->
                graph.node("HardSigmoid", List.of(z), real("alpha", 1.0 / 6), real("beta", 0.5));
            case Activation.Softsign _ -> Operators.apply(graph, "Softsign", z);
            case Activation.Custom custom ->
                throw new OnnxException(
                        "the activation " + Quoted.of(custom.name())
                                + " is a function of the program, which has no form in ONNX: train the network with one of the library's");
            case Activation.PRelu _ -> graph.node("PRelu", List.of(z, parameters.apply("slope")));
            case Activation.Parametric parametric -> parametric(graph, parametric, z, parameters);
        };
    }

    private static Attribute real(String name, double value) {
        return new Attribute.Real(name, (float) value);
    }

    /** {@code z (1 + erf(z / √2)) / 2}. */
    private static Value gelu(Graph graph, Value z) {
        Value scaled = Operators.multiply(graph, z, graph.floats("inverse_root", (float) Math.sqrt(0.5)));
        Value twice = Operators.add(graph, Operators.apply(graph, "Erf", scaled), graph.floats("one", 1));
        return Operators.multiply(graph, z, Operators.multiply(graph, twice, graph.floats("half", 0.5f)));
    }

    /** {@code z sigmoid(2u)} with {@code u = sqrt(2/π) (z + 0.044715 z³)}. */
    private static Value geluTanh(Graph graph, Value z) {
        Value square = Operators.multiply(graph, z, z);
        Value factor = Operators.add(
                graph,
                Operators.multiply(graph, square, graph.floats("cubic", (float) (GELU_TANH * GELU_TANH_CUBIC))),
                graph.floats("linear", (float) GELU_TANH));
        Value u = Operators.multiply(graph, z, factor);
        return Operators.multiply(graph, z, Operators.apply(graph, "Sigmoid", u));
    }

    /** {@code s f(z) + (1 - s) z}. */
    private static Value parametric(
            Graph graph, Activation.Parametric parametric, Value z, Function<String, Value> parameters) {
        Value share = parameters.apply("share");
        Value f = Operators.multiply(graph, share, of(graph, parametric.function(), z, parameters));
        Value rest = Operators.subtract(graph, graph.floats("one", 1), share);
        return Operators.add(graph, f, Operators.multiply(graph, rest, z));
    }
}
