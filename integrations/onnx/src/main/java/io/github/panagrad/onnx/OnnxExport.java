package io.github.panagrad.onnx;

import io.github.panagrad.Panagrad;
import io.github.panagrad.nn.Embedding;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.onnx.format.ElementType;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a model as an ONNX file, which other runtimes compute: the network, or networks that predict together, and the preprocessing
 * of a table, if the model has one. The page {@code docs/onnx.md} describes the inputs and outputs.
 *
 * <p>A value; it does not own the networks, which must be open while it writes. Threads may share it.
 *
 * <pre>{@code
 * new OnnxExport(network).withPipeline(pipeline).write(Path.of("model.onnx"));
 * }</pre>
 */
public final class OnnxExport {
    private static final String PRODUCER = "Panagrad";

    /** Protocol Buffers allow 2^31 - 1 bytes; the rest is for the metadata. */
    private static final long MOST_BYTES = 2_000_000_000;

    /** The name of the input of a network's inputs. */
    private static final String FEATURES = "features";

    private final List<Network> networks;
    private final List<Double> weights;
    private final @Nullable Pipeline pipeline;
    private final @Nullable OnnxInputs inputs;
    private final Map<String, String> facts;

    private OnnxExport(
            List<Network> networks,
            List<Double> weights,
            @Nullable Pipeline pipeline,
            @Nullable OnnxInputs inputs,
            Map<String, String> facts) {
        this.networks = networks;
        this.weights = weights;
        this.pipeline = pipeline;
        this.inputs = inputs;
        this.facts = facts;
    }

    /**
     * Exports a network, without preprocessing unless it is given.
     *
     * @throws OnnxException if it is float64
     */
    public OnnxExport(Network network) {
        this(List.of(network), List.of(1.0));
    }

    /**
     * Exports an ensemble, whose predictions are averaged in the graph.
     *
     * @throws OnnxException if it is float64
     */
    public OnnxExport(Ensemble ensemble) {
        this(ensemble.members(), ensemble.weights());
    }

    private OnnxExport(List<Network> networks, List<Double> weights) {
        this(networks, weights, null, null, Map.of());
        if (networks.getFirst().dtype() != DType.F32) {
            throw new OnnxException(
                    "the model is float64, but ONNX files are written in float32 only: train it with --dtype float32");
        }
    }

    /**
     * Returns this with the preprocessing of a table; its inputs are then the columns.
     *
     * @throws OnnxException if it does not belong to the network
     */
    public OnnxExport withPipeline(Pipeline value) {
        requireFit(spec(), value);
        return new OnnxExport(networks, weights, value, inputs, facts);
    }

    /**
     * Returns this with other inputs.
     *
     * @throws OnnxException when it is written, if they are columns and there is no preprocessing
     */
    public OnnxExport withInputs(OnnxInputs value) {
        return new OnnxExport(networks, weights, pipeline, value, facts);
    }

    /** Returns this with facts about the model, for the metadata of the file; the preprocessing is left out. */
    public OnnxExport withFacts(Map<String, String> value) {
        return new OnnxExport(networks, weights, pipeline, inputs, Map.copyOf(value));
    }

    /**
     * Writes a model file as an ONNX file.
     *
     * @param model a file that {@link ModelFile} saved
     * @param target the file to write or replace; its directory must exist
     * @param inputs what the exported model takes; null for columns if the model has preprocessing, and else its inputs
     * @throws OnnxException if it cannot be exported, or its preprocessing cannot be read
     * @throws io.github.panagrad.nn.ModelFormatException if it is not a model of this library
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     * @throws IOException if the file cannot be written; the target is then unchanged
     */
    public static void convert(Path model, Path target, @Nullable OnnxInputs inputs) throws IOException {
        try (ModelFile file = ModelFile.open(model);
                Ensemble ensemble = file.read(Backend.JAVA)) {
            Map<String, String> facts = file.contents().facts();
            String json = facts.get(Pipeline.FACT);
            OnnxExport export = new OnnxExport(ensemble).withFacts(facts);
            if (json != null) {
                export = export.withPipeline(Pipeline.fromJson(json));
            }
            (inputs == null ? export : export.withInputs(inputs)).write(target);
        } catch (OnnxException | PipelineException e) {
            throw new OnnxException(model + ": " + e.getMessage(), e);
        }
    }

    /** Returns the shape of the first network, whose inputs, outputs and loss are those of all. */
    private NetworkSpec spec() {
        return networks.getFirst().spec();
    }

    private static void requireFit(NetworkSpec spec, Pipeline pipeline) {
        List<Layer> ofCategories =
                spec.embeddings().stream().filter(Embedding.class::isInstance).toList();
        if (spec.inputs() != pipeline.width() || !ofCategories.equals(pipeline.embeddings())) {
            throw new OnnxException("the preprocessing gives " + pipeline.width() + " inputs with the embeddings "
                    + pipeline.embeddings() + ", but the network takes " + spec.inputs() + " with " + ofCategories);
        }
        boolean fits = switch (pipeline.target()) {
            case FittedTarget.Classes classes -> {
                int known = classes.classes().size();
                yield spec.loss().isClassification()
                        && (spec.outputs() == known || (spec.outputs() == 1 && known == 2));
            }
            case FittedTarget.Values _ -> spec.outputs() == 1 && !spec.loss().isClassification();
        };
        if (!fits) {
            throw new OnnxException("the target is " + pipeline.target().describe() + ", but the network has "
                    + spec.outputs() + " outputs for " + spec.loss().name());
        }
    }

    /**
     * Writes the file completely or not at all. The same model gives the same bytes.
     *
     * @param target the file to write or replace; its directory must exist
     * @throws OnnxException if the model cannot be exported: it has a kind of layer without a form in ONNX, a column with the name of
     *     an output, or 2 GB or more of weights, or inputs that are columns without preprocessing
     * @throws IllegalStateException if a network was closed
     * @throws IOException if the file cannot be written; the target is then unchanged
     */
    public void write(Path target) throws IOException {
        Graph graph = graph();
        if (graph.bytes() > MOST_BYTES) {
            throw new OnnxException("the model has " + graph.bytes() / 1_000_000
                    + " MB, but an ONNX file holds 2 GB at most: export a smaller model, or fewer networks");
        }
        AtomicFile.write(target, channel -> graph.writeTo(PRODUCER, Panagrad.version(), channel));
    }

    private Graph graph() {
        Graph graph = new Graph();
        Pipeline preprocessing = pipeline;
        OnnxInputs kind = inputs != null ? inputs : preprocessing == null ? OnnxInputs.TENSOR : OnnxInputs.COLUMNS;
        OutputNodes outputs = new OutputNodes(graph, spec(), preprocessing == null ? null : preprocessing.target());
        outputs.names().forEach(graph::reserve);
        new ModelMetadata(graph).add(spec(), kind, preprocessing, outputs.classes(), facts);
        Value features = features(graph, kind, outputs);
        Value predictions = predictions(graph, features);
        graph.scope("outputs");
        outputs.add(predictions);
        return graph;
    }

    private Value features(Graph graph, OnnxInputs kind, OutputNodes outputs) {
        if (kind == OnnxInputs.TENSOR) {
            return graph.input(FEATURES, ElementType.FLOAT, spec().inputs(), "the inputs of the network");
        }
        if (pipeline == null) {
            throw new OnnxException("the model was saved without preprocessing, so it has no columns:"
                    + " export it with the inputs of the network (--inputs tensor)");
        }
        FeatureNodes nodes = new FeatureNodes(graph, pipeline);
        return kind == OnnxInputs.COLUMNS ? nodes.ofColumns(outputs.names()) : nodes.ofGroups();
    }

    /** The weighted mean of the predictions of all networks. */
    private Value predictions(Graph graph, Value features) {
        if (networks.size() == 1) {
            return new NetworkNodes(graph, networks.getFirst(), "").predictions(features);
        }
        double total = weights.stream().mapToDouble(Double::doubleValue).sum();
        List<Value> parts = new ArrayList<>();
        for (int n = 0; n < networks.size(); n++) {
            String prefix = "members." + n + ".";
            Value prediction = new NetworkNodes(graph, networks.get(n), prefix).predictions(features);
            graph.scope(prefix + "mean");
            Value weight = graph.floats("weight", (float) (weights.get(n) / total));
            parts.add(Operators.multiply(graph, prediction, weight));
        }
        graph.scope("mean");
        return graph.node("Sum", parts);
    }
}
