package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.ColumnLayer;
import io.github.panagrad.nn.engine.LayerParameter;
import io.github.panagrad.nn.engine.MemberHeads;
import io.github.panagrad.nn.engine.RowLayer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The shape of a network: embeddings replace their input columns, and follow the columns that are not embedded; then come input
 * dropout, the hidden layers, and a linear layer whose outputs (logits) go to the loss. A value.
 *
 * <p>Layers are numbered from 0; layer {@code hidden.size()} is the output layer.
 *
 * @param inputs the number of input columns
 * @param embeddings layers that replace different input columns; may be empty
 * @param inputDropout the probability that an input of the first layer is dropped in training, in [0, 1)
 * @param hidden the hidden layers, first to last; may be empty
 * @param outputs the number of outputs
 * @param loss what the outputs are trained for, and how they turn into predictions
 */
public record NetworkSpec(
        int inputs, List<Layer> embeddings, double inputDropout, List<Layer> hidden, int outputs, Loss loss) {
    /** The most inputs or units a layer can have. */
    public static final int MAX_WIDTH = 1 << 22;

    /** Checks the values. */
    public NetworkSpec {
        embeddings = List.copyOf(embeddings);
        hidden = List.copyOf(hidden);
        Objects.requireNonNull(loss, "loss");
        if (inputs < 1) {
            throw new IllegalArgumentException("a network needs at least 1 input, found " + inputs);
        }
        if (outputs < 1) {
            throw new IllegalArgumentException("a network needs at least 1 output, found " + outputs);
        }
        if (!(inputDropout >= 0 && inputDropout < 1)) {
            throw new IllegalArgumentException("input dropout must be in [0, 1), found " + inputDropout);
        }
        loss.checkOutputs(outputs);
        requireWidth("inputs", inputs);
        int features = features(inputs, embeddings);
        requireWidth("inputs with their embeddings", features);
        List<RowLayer> layers = layers(features, hidden, outputs);
        for (int l = 0; l < hidden.size(); l++) {
            requireSkip(l, layers, features);
        }
    }

    /** Makes a network whose inputs go to the first layer unchanged. */
    public NetworkSpec(int inputs, List<? extends Layer> hidden, int outputs, Loss loss) {
        this(inputs, List.of(), 0, List.copyOf(hidden), outputs, loss);
    }

    /** Checks the embeddings, and returns the number of columns after they have replaced theirs. */
    private static int features(int inputs, List<Layer> embeddings) {
        long features = inputs;
        Set<Integer> columns = new HashSet<>();
        for (Layer layer : embeddings) {
            ColumnLayer embedding = LayerKinds.ofColumns(layer).engineOf(layer);
            if (embedding.column() >= inputs) {
                throw new IllegalArgumentException(
                        "embedding: there is no column " + embedding.column() + " among " + inputs + " inputs");
            }
            if (!columns.add(embedding.column())) {
                throw new IllegalArgumentException("column " + embedding.column() + " is embedded twice");
            }
            for (LayerParameter parameter : embedding.parameters()) {
                if (parameter.size() > Tensor.MAX_ELEMENTS) {
                    throw new IllegalArgumentException("embedding of column " + embedding.column() + ": "
                            + parameter.rows() + " vectors of " + parameter.columns()
                            + " numbers are too many; the most is " + Tensor.MAX_ELEMENTS + " numbers");
                }
            }
            features += embedding.outputs() - 1;
        }
        return (int) Math.min(features, Integer.MAX_VALUE);
    }

    /** Checks the sizes of the layers, and returns the engine's versions of them. */
    private static List<RowLayer> layers(int features, List<Layer> hidden, int outputs) {
        List<RowLayer> layers = new ArrayList<>();
        int fanIn = features;
        int members = 1;
        for (int l = 0; l <= hidden.size(); l++) {
            RowLayer engine = l == hidden.size() && members > 1
                    ? new MemberHeads(fanIn, outputs, members)
                    : engine(l < hidden.size() ? hidden.get(l) : outputLayer(outputs), fanIn, members);
            members = Math.multiplyExact(members, engine.members());
            requireWidth("layer " + l, engine.outputs());
            for (LayerParameter parameter : engine.parameters()) {
                if (parameter.size() > Tensor.MAX_ELEMENTS) {
                    throw new IllegalArgumentException("layer " + l + " (" + engine.outputs() + " units on " + fanIn
                            + " inputs) has " + parameter.size() + " weights; the most a layer can have is "
                            + Tensor.MAX_ELEMENTS);
                }
            }
            layers.add(engine);
            fanIn = engine.outputs();
        }
        return layers;
    }

    private static RowLayer engine(Layer layer, int inputs, int members) {
        return LayerKinds.ofRows(layer).engineOf(layer, inputs, members);
    }

    /** Linear, because losses work on logits. */
    private static Layer outputLayer(int outputs) {
        return new Dense(outputs, Activation.identity());
    }

    private static void requireSkip(int layer, List<RowLayer> layers, int features) {
        int skip = layers.get(layer).skip();
        if (skip == 0) {
            return;
        }
        if (skip > layer + 1) {
            throw new IllegalArgumentException("layer " + layer + " cannot skip " + skip + " layers: the most is "
                    + (layer + 1) + ", which adds the inputs");
        }
        int source = layer - skip;
        for (int l = source + 1; l <= layer; l++) {
            if (layers.get(l).members() > 1) {
                throw new IllegalArgumentException("layer " + layer + " cannot skip " + skip + " layers: layer " + l
                        + " starts " + layers.get(l).members() + " members, of which its input has only one");
            }
        }
        int width = source < 0 ? features : layers.get(source).outputs();
        if (width != layers.get(layer).outputs()) {
            throw new IllegalArgumentException("the skip connection of layer " + layer + " adds "
                    + (source < 0 ? "the inputs" : "layer " + source) + " with " + width + " columns to its own "
                    + layers.get(layer).outputs() + "; the two must have the same width");
        }
    }

    private static void requireWidth(String what, int width) {
        if (width > MAX_WIDTH) {
            throw new IllegalArgumentException(what + ": " + width + " is too wide; the most is " + MAX_WIDTH);
        }
    }

    /** Returns this as JSON, as it is in a model file. */
    public String toJson() {
        return SpecJson.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws ModelFormatException if it is something else
     */
    public static NetworkSpec fromJson(String json) {
        return SpecJson.read(json);
    }

    /** Returns the engine's version of the network. */
    Architecture architecture() {
        List<ColumnLayer> columns = new ArrayList<>();
        for (Layer layer : embeddings) {
            columns.add(LayerKinds.ofColumns(layer).engineOf(layer));
        }
        return new Architecture(
                inputs, columns, inputDropout, layers(features(), hidden, outputs), new LossFunctions(loss));
    }

    /**
     * Checks that samples have the columns that the network expects, with whole numbers in the embedded ones.
     *
     * @throws IllegalArgumentException naming what differs
     */
    public void checkInputs(Dataset data) {
        DataChecks.requireColumns(this, data);
    }

    /** Returns the number of layers with weights, the output layer included. */
    public int layers() {
        return hidden.size() + 1;
    }

    /** Returns a layer: a hidden one, or the linear output layer. */
    public Layer layer(int layer) {
        return layer == hidden.size() ? outputLayer(outputs) : hidden.get(layer);
    }

    /** Returns the number of columns that the first layer reads: the inputs, with embeddings replacing their columns. */
    public int features() {
        return features(inputs, embeddings);
    }

    /** Returns the number of inputs of a layer. */
    public int fanIn(int layer) {
        return layers(features(), hidden, outputs).get(layer).inputs();
    }

    /** Returns the number of outputs of a layer. */
    public int fanOut(int layer) {
        return layers(features(), hidden, outputs).get(layer).outputs();
    }

    /** Returns the number of features that an embedding writes in place of its input column. */
    public int embeddingWidth(int embedding) {
        return LayerKinds.ofColumns(embeddings.get(embedding))
                .engineOf(embeddings.get(embedding))
                .outputs();
    }

    /** Returns the dropout of a layer's outputs; 0 for the output layer. */
    public double dropout(int layer) {
        return layer(layer).dropout();
    }

    /** Returns how many layers a layer's skip connection spans; 0 for none. */
    public int skip(int layer) {
        return layer(layer).skip();
    }

    /** Returns how many members share the layers: the prediction is the mean of theirs; 1 for a plain network. */
    public int members() {
        return architecture().members();
    }

    /** Returns the number of parameters that are trained. */
    public long parameterCount() {
        return architecture().trainedSize();
    }

    /** Returns the floating-point operations of the matrix products of one training step, forwards and backwards. */
    public double flopsPerStep(int batchSize) {
        return architecture().flopsPerStep(batchSize);
    }

    /** Returns the widths, such as {@code 784-512-256-10}. */
    public String widths() {
        StringBuilder text = new StringBuilder().append(inputs);
        for (RowLayer layer : layers(features(), hidden, outputs)) {
            text.append('-').append(layer.outputs());
        }
        return text.toString();
    }

    /** Starts the description of a network with that many input columns. */
    public static Builder inputs(int inputs) {
        return new Builder(inputs);
    }

    /** Collects layers; not thread-safe. */
    public static final class Builder {
        private final int inputs;
        private final List<Layer> embeddings = new ArrayList<>();
        private double inputDropout;
        private final List<Layer> hidden = new ArrayList<>();

        private Builder(int inputs) {
            this.inputs = inputs;
        }

        /** Replaces an input column by its layer, such as an {@link Embedding}. */
        public Builder embedding(Layer layer) {
            embeddings.add(layer);
            return this;
        }

        /** Replaces an integer column by learned vectors. */
        public Builder embedding(int column, int categories, int dimension) {
            return embedding(new Embedding(column, categories, dimension));
        }

        /** Replaces input columns by their layers. */
        public Builder embeddings(List<? extends Layer> layers) {
            embeddings.addAll(layers);
            return this;
        }

        /** Drops inputs in training. */
        public Builder inputDropout(double probability) {
            inputDropout = probability;
            return this;
        }

        /** Adds a hidden layer. */
        public Builder layer(Layer layer) {
            hidden.add(layer);
            return this;
        }

        /** Adds hidden layers. */
        public Builder layers(List<? extends Layer> layers) {
            hidden.addAll(layers);
            return this;
        }

        /** Adds a hidden layer. */
        public Builder dense(Dense layer) {
            return layer(layer);
        }

        /** Adds a hidden layer without dropout. */
        public Builder dense(int units, Activation activation) {
            return dense(units, activation, 0);
        }

        /** Adds a hidden layer. */
        public Builder dense(int units, Activation activation, double dropout) {
            return layer(new Dense(units, activation, dropout));
        }

        /** Ends the description with the output layer and the loss. */
        public NetworkSpec output(int outputs, Loss loss) {
            return new NetworkSpec(inputs, embeddings, inputDropout, hidden, outputs, loss);
        }
    }
}
