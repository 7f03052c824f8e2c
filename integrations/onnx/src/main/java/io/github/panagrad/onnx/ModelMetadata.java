package io.github.panagrad.onnx;

import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.metrics.PredictionKind;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.table.pipeline.Pipeline;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a file says about its model besides the graph, for programs: texts, and lists of texts as JSON. */
final class ModelMetadata {
    private static final String PREFIX = "panagrad.";
    private static final int FIRST_PRINTABLE = 0x20;

    private final Graph graph;

    ModelMetadata(Graph graph) {
        this.graph = graph;
    }

    /**
     * Adds everything.
     *
     * @param pipeline null if the model has no preprocessing
     * @param classes the names of the classes, if it has some
     */
    void add(
            NetworkSpec spec,
            OnnxInputs inputs,
            @Nullable Pipeline pipeline,
            List<String> classes,
            Map<String, String> facts) {
        graph.metadata(PREFIX + "inputs", inputs.label());
        graph.metadata(PREFIX + "loss", spec.loss().name());
        if (spec.loss().predictionKind() != PredictionKind.VALUES) {
            graph.metadata(PREFIX + "classes", json(classes));
        }
        if (pipeline != null) {
            graph.metadata(PREFIX + "target", pipeline.target().name());
            graph.metadata(PREFIX + "features", json(pipeline.inputs()));
            FeatureNodes columns = new FeatureNodes(graph, pipeline);
            graph.metadata(PREFIX + FeatureNodes.NUMBERS, json(columns.numbers()));
            graph.metadata(PREFIX + FeatureNodes.TEXTS, json(columns.texts()));
        }
        facts.forEach((name, value) -> {
            // The graph itself is what the preprocessing does.
            if (!name.equals(Pipeline.FACT)) {
                graph.metadata(PREFIX + "fact." + name, value);
            }
        });
    }

    private static String json(List<String> texts) {
        return texts.stream().map(ModelMetadata::json).collect(Collectors.joining(",", "[", "]"));
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
