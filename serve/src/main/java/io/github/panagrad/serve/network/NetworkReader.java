package io.github.panagrad.serve.network;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.json.JsonFields;
import io.github.panagrad.json.JsonLimits;
import io.github.panagrad.serve.file.Numbers;
import io.github.panagrad.serve.file.TensorShelf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes a network of its description as JSON and its tensors. For a single use. */
final class NetworkReader {
    private static final JsonLimits LIMITS = new JsonLimits(1_000_000, 4, 100, 500_000);

    /** The most inputs or units a layer can have. */
    private static final int MAX_WIDTH = 1 << 22;

    private final TensorShelf shelf;
    private final String prefix;
    private final List<ColumnLayer> embeddings = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private int features;
    private int width;
    private int members = 1;

    private NetworkReader(TensorShelf shelf, String prefix) {
        this.shelf = shelf;
        this.prefix = prefix;
    }

    /**
     * Reads a network.
     *
     * @param json its description
     * @param shelf the tensors of the file; those of the network are taken
     * @param prefix what precedes the names of its tensors
     * @throws IllegalArgumentException if the description is wrong, or does not fit the tensors; the message says what is wrong
     */
    static ServedNetwork read(String json, TensorShelf shelf, String prefix) {
        return new NetworkReader(shelf, prefix).read(JsonFields.parse(json, LIMITS, "the description of the network"));
    }

    private ServedNetwork read(JsonFields fields) {
        int inputs = width(fields.integer("inputs"), "inputs");
        features = inputs;
        if (fields.has("embeddings")) {
            fields.objects("embeddings", layer -> addEmbedding(layer, inputs));
        }
        if (fields.has("input_dropout")) {
            // Only training drops inputs.
            fields.number("input_dropout");
        }
        width = features;
        fields.objects("hidden", this::addHidden);
        int outputs = width(fields.integer("outputs"), "outputs");
        layers.add(members == 1 ? outputLayer(outputs) : memberHeads(outputs));
        Link link = Link.of(fields.text("loss"));
        fields.requireEnd();
        return new ServedNetwork(inputs, embeddings, layers, link, shelf.isFloat());
    }

    private static int width(long width, String what) {
        if (width < 1 || width > MAX_WIDTH) {
            throw new IllegalArgumentException(what + ": expected from 1 to " + MAX_WIDTH + ", found " + width);
        }
        return (int) width;
    }

    private ColumnLayer addEmbedding(JsonFields fields, int inputs) {
        String name = prefix + "embeddings." + embeddings.size() + ".";
        String kind = fields.has("kind") ? fields.text("kind") : "embedding";
        int column = fields.integer("column");
        if (column < 0 || column >= inputs || embeddings.stream().anyMatch(other -> other.column() == column)) {
            throw new IllegalArgumentException(
                    "an embedding replaces column " + column + ", which is embedded already or is none of " + inputs);
        }
        int dimension = width(fields.integer("dimension"), "dimension");
        ColumnLayer layer = switch (kind) {
            case "embedding" -> {
                int categories = fields.integer("categories");
                yield new EmbeddingTable(
                        column, categories, dimension, shelf.take(name + "weight", categories, dimension));
            }
            case "piecewise_linear" -> {
                double[] edges = edges(fields.numbers("edges"));
                yield new PiecewiseLinear(
                        column,
                        dimension,
                        edges,
                        shelf.take(name + "linear", 2, dimension).toArray(),
                        shelf.take(name + "weight", edges.length - 1, dimension).toArray());
            }
            case "pbld" -> {
                int frequencies = frequencies(fields);
                int learned = width(dimension - 1, "dimension without its last");
                yield new PeriodicDense(
                        column,
                        dimension,
                        shelf.take(name + "frequency", 1, frequencies).toArray(),
                        shelf.take(name + "phase", 1, frequencies).toArray(),
                        shelf.take(name + "weight", frequencies, learned).toArray(),
                        shelf.take(name + "bias", 1, learned).toArray());
            }
            case "plr" -> {
                int frequencies = frequencies(fields);
                yield new PeriodicRelu(
                        column,
                        dimension,
                        shelf.take(name + "frequency", 1, frequencies).toArray(),
                        shelf.take(name + "weight", 2L * frequencies, dimension).toArray(),
                        shelf.take(name + "bias", 1, dimension).toArray());
            }
            default -> throw unknown(kind);
        };
        features = width((long) features + layer.outputs() - 1, "inputs with their embeddings");
        embeddings.add(layer);
        return layer;
    }

    private static int frequencies(JsonFields fields) {
        // Only training draws frequencies.
        fields.number("deviation");
        return width(fields.integer("frequencies"), "frequencies");
    }

    private static double[] edges(double[] edges) {
        for (int i = 1; i < edges.length; i++) {
            if (!(edges[i] > edges[i - 1])) {
                throw new IllegalArgumentException(
                        "edges must be ascending, found " + edges[i - 1] + " and then " + edges[i]);
            }
        }
        if (edges.length < 2) {
            throw new IllegalArgumentException("expected at least 2 edges, found " + edges.length);
        }
        return edges;
    }

    private Layer addHidden(JsonFields fields) {
        String kind = fields.has("kind") ? fields.text("kind") : "dense";
        Layer layer = switch (kind) {
            case "dense" -> dense(fields);
            case "input_scale" -> factors(1);
            case "member_scale" -> {
                if (fields.has("groups")) {
                    // Only training draws factors.
                    fields.numbers("groups");
                }
                yield factors(fields.integer("members"));
            }
            default -> throw unknown(kind);
        };
        requireSkip(layer);
        layers.add(layer);
        members = width((long) members * layer.members(), "members");
        width = layer.outputs();
        return layer;
    }

    private static IllegalArgumentException unknown(String kind) {
        return new IllegalArgumentException("unknown kind of layer " + Quoted.of(kind)
                + ": use a version of Panagrad that is at least as new as the one that wrote the model");
    }

    private String layerName() {
        return prefix + "layers." + layers.size() + ".";
    }

    private double[] vector(String label, int size) {
        return shelf.take(layerName() + label, size).toArray();
    }

    private DenseLayer dense(JsonFields fields) {
        int units = width(fields.integer("units"), "units");
        if (fields.has("dropout")) {
            // Only training drops outputs.
            fields.number("dropout");
        }
        Product product = Product.of(shelf.take(layerName() + "weight", units, width), width, units);
        String adapters = fields.has("adapters") ? fields.text("adapters") : "none";
        return new DenseLayer(
                width,
                units,
                adapters.equals("both") ? memberFactors("input_factor", width) : null,
                product,
                switch (adapters) {
                    case "none" -> null;
                    case "output", "both" -> memberFactors("output_factor", units);
                    default -> throw new IllegalArgumentException("unknown adapters " + Quoted.of(adapters));
                },
                adapters.equals("none") ? vector("bias", units) : ofMembers("bias", units),
                Normalization.of(
                        fields.has("normalization") ? fields.text("normalization") : "none",
                        label -> vector(label, units)),
                Activations.of(fields.text("activation"), label -> vector(label, units)),
                fields.has("skip") ? fields.integer("skip") : 0);
    }

    private double[] ofMembers(String label, int size) {
        return shelf.take(layerName() + label, members, size).toArray();
    }

    private MemberFactors memberFactors(String label, int size) {
        return new MemberFactors(ofMembers(label, size));
    }

    private FactorLayer factors(int count) {
        int checked = width(count, "members");
        return new FactorLayer(
                width,
                checked,
                shelf.take(layerName() + "factor", checked, width).toArray());
    }

    private void requireSkip(Layer layer) {
        int skip = layer.skip();
        int l = layers.size();
        if (skip < 0 || skip > l + 1) {
            throw new IllegalArgumentException("layer " + l + " cannot skip " + skip + " layers");
        }
        if (skip == 0) {
            return;
        }
        int source = skip > l ? features : layers.get(l - skip).outputs();
        if (source != layer.outputs()
                || layers.subList(l - skip + 1, l).stream().anyMatch(between -> between.members() > 1)) {
            throw new IllegalArgumentException("the skip connection of layer " + l + " adds " + source
                    + " columns to its own " + layer.outputs()
                    + "; the two must have the same width, with no new members between them");
        }
    }

    private Layer outputLayer(int outputs) {
        Product product = Product.of(shelf.take(layerName() + "weight", outputs, width), width, outputs);
        return new DenseLayer(
                width, outputs, null, product, null, vector("bias", outputs), (_, _) -> {}, Activations.identity(), 0);
    }

    private Layer memberHeads(int outputs) {
        Numbers weights = shelf.take(layerName() + "weight", (long) members * outputs, width);
        Product[] products = new Product[members];
        for (int m = 0; m < members; m++) {
            products[m] = Product.of(part(weights, m * outputs * width, outputs * width), width, outputs);
        }
        return new MemberHeads(width, outputs, products, ofMembers("bias", outputs));
    }

    private static Numbers part(Numbers weights, int from, int size) {
        return switch (weights) {
            case Numbers.Floats floats -> new Numbers.Floats(Arrays.copyOfRange(floats.values(), from, from + size));
            case Numbers.Doubles doubles ->
                new Numbers.Doubles(Arrays.copyOfRange(doubles.values(), from, from + size));
        };
    }
}
