package io.github.panagrad.onnx;

import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.metrics.PredictionKind;
import io.github.panagrad.onnx.format.Attribute;
import io.github.panagrad.onnx.format.ElementType;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import io.github.panagrad.pipeline.FittedTarget;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The outputs of a graph, from the predictions of a network or the mean of several. */
final class OutputNodes {
    /** The name of the predicted class. */
    private static final String LABEL = "label";

    private static final String PROBABILITIES = "probabilities";

    /** The decision values of a loss that gives no probabilities. */
    private static final String SCORES = "scores";

    private static final String VALUE = "value";

    private final Graph graph;
    private final NetworkSpec spec;
    private final @Nullable FittedTarget target;

    /**
     * Prepares the outputs.
     *
     * @param target what the predictions mean; null if the network was trained on numbers
     */
    OutputNodes(Graph graph, NetworkSpec spec, @Nullable FittedTarget target) {
        this.graph = graph;
        this.spec = spec;
        this.target = target;
    }

    /** Returns the names of the outputs. */
    Set<String> names() {
        return switch (spec.loss().predictionKind()) {
            case PROBABILITIES -> Set.of(LABEL, PROBABILITIES);
            case DECISION_VALUES -> Set.of(LABEL, SCORES);
            case VALUES -> Set.of(VALUE);
        };
    }

    /** Returns the names of the classes, the one of class 0 first; those of a network trained on numbers are their numbers. */
    List<String> classes() {
        return target instanceof FittedTarget.Classes classes
                ? classes.classes()
                : IntStream.range(0, spec.outputs() == 1 ? 2 : spec.outputs())
                        .mapToObj(String::valueOf)
                        .toList();
    }

    /**
     * Adds the outputs.
     *
     * @param predictions N x outputs
     */
    void add(Value predictions) {
        PredictionKind kind = spec.loss().predictionKind();
        if (kind == PredictionKind.VALUES) {
            addValues(predictions);
            return;
        }
        List<String> classes = classes();
        Value label = graph.node(
                Graph.ML,
                "LabelEncoder",
                List.of(predictedClass(predictions)),
                new Attribute.Wholes(
                        "keys_int64s",
                        LongStream.range(0, classes.size()).boxed().toList()),
                new Attribute.Texts("values_strings", classes));
        graph.output(LABEL, ElementType.STRING, "the predicted class", label);
        if (kind == PredictionKind.DECISION_VALUES) {
            graph.output(SCORES, ElementType.FLOAT, spec.outputs(), "the decision values", predictions);
            return;
        }
        Value probabilities = predictions;
        if (spec.outputs() == 1) {
            Value other = Operators.subtract(graph, graph.floats("one", 1), predictions);
            probabilities = Operators.concatenate(graph, List.of(other, predictions));
        }
        graph.output(
                PROBABILITIES,
                ElementType.FLOAT,
                classes.size(),
                "the probability of each class: " + String.join(", ", classes),
                probabilities);
    }

    /** The number of the predicted class, a vector; the lowest wins a tie. */
    private Value predictedClass(Value predictions) {
        if (spec.outputs() == 1) {
            Value isPositive = graph.node(
                    "Greater", List.of(Operators.vector(graph, predictions), graph.floats("threshold", (float)
                            spec.loss().threshold())));
            return Operators.cast(graph, isPositive, ElementType.INT64);
        }
        return graph.node(
                "ArgMax", List.of(predictions), new Attribute.Whole("axis", 1), new Attribute.Whole("keepdims", 0));
    }

    private void addValues(Value predictions) {
        Value value = Operators.cast(graph, predictions, ElementType.DOUBLE);
        if (target instanceof FittedTarget.Values values) {
            value = Operators.add(
                    graph,
                    Operators.multiply(graph, value, graph.doubles("scale", values.scale())),
                    graph.doubles("center", values.center()));
            if (values.clamped()) {
                value = Operators.limit(
                        graph,
                        value,
                        graph.doubles("least", values.summary().min()),
                        graph.doubles("most", values.summary().max()));
            }
        }
        graph.output(VALUE, ElementType.DOUBLE, spec.outputs(), "the prediction, in the target's units", value);
    }
}
