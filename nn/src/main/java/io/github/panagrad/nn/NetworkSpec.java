package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The shape of a network: hidden layers, then a linear layer whose outputs (logits) go to the loss. A value.
 *
 * <p>Layers are numbered from 0; layer {@code hidden.size()} is the output layer.
 *
 * @param inputs the number of input columns
 * @param input what happens to them before the first layer
 * @param hidden the hidden layers, first to last; may be empty
 * @param outputs the number of outputs
 * @param loss what the outputs are trained for, and how they turn into predictions
 */
public record NetworkSpec(int inputs, InputLayer input, List<Dense> hidden, int outputs, Loss loss) {
    /** The most inputs or units a layer can have. */
    public static final int MAX_WIDTH = 1 << 22;

    /** One for all, because each step asks for it. */
    private static final Activation LINEAR = Activation.identity();

    private static final Normalization NOT_NORMALIZED = Normalization.none();

    /** Checks the values. */
    public NetworkSpec {
        hidden = List.copyOf(hidden);
        Objects.requireNonNull(loss, "loss");
        if (inputs < 1) {
            throw new IllegalArgumentException("a network needs at least 1 input, found " + inputs);
        }
        if (outputs < 1) {
            throw new IllegalArgumentException("a network needs at least 1 output, found " + outputs);
        }
        loss.checkOutputs(outputs);
        requireWidth("inputs", inputs);
        int features = features(inputs, input);
        requireWidth("inputs with their embeddings", features);
        int fanIn = features;
        for (int l = 0; l <= hidden.size(); l++) {
            int units = l < hidden.size() ? hidden.get(l).units() : outputs;
            requireWidth("layer " + l, units);
            if ((long) fanIn * units > Tensor.MAX_ELEMENTS) {
                throw new IllegalArgumentException("layer " + l + " (" + units + " units on " + fanIn + " inputs) has "
                        + (long) fanIn * units + " weights; the most a layer can have is " + Tensor.MAX_ELEMENTS);
            }
            fanIn = units;
        }
        for (int l = 0; l < hidden.size(); l++) {
            requireSkip(l, hidden, features);
        }
    }

    /** Makes a network whose inputs go to the first layer as they are. */
    public NetworkSpec(int inputs, List<Dense> hidden, int outputs, Loss loss) {
        this(inputs, InputLayer.PLAIN, hidden, outputs, loss);
    }

    private static int features(int inputs, InputLayer input) {
        long features = inputs;
        for (Embedding embedding : input.embeddings()) {
            if (embedding.column() >= inputs) {
                throw new IllegalArgumentException(
                        "embedding: there is no column " + embedding.column() + " among " + inputs + " inputs");
            }
            if ((long) embedding.categories() * embedding.dimension() > Tensor.MAX_ELEMENTS) {
                throw new IllegalArgumentException("embedding of column " + embedding.column() + ": "
                        + embedding.categories() + " vectors of " + embedding.dimension()
                        + " numbers are too many; the most is " + Tensor.MAX_ELEMENTS + " numbers");
            }
            features += embedding.dimension() - 1;
        }
        return (int) Math.min(features, Integer.MAX_VALUE);
    }

    private static void requireSkip(int layer, List<Dense> hidden, int features) {
        int skip = hidden.get(layer).skip();
        if (skip == 0) {
            return;
        }
        if (skip > layer + 1) {
            throw new IllegalArgumentException("layer " + layer + " cannot skip " + skip + " layers: the most is "
                    + (layer + 1) + ", which adds the inputs");
        }
        int source = layer - skip;
        int width = source < 0 ? features : hidden.get(source).units();
        if (width != hidden.get(layer).units()) {
            throw new IllegalArgumentException("the skip connection of layer " + layer + " adds "
                    + (source < 0 ? "the inputs" : "layer " + source) + " with " + width + " columns to its own "
                    + hidden.get(layer).units() + "; the two must be as wide as each other");
        }
    }

    private static void requireWidth(String what, int width) {
        if (width > MAX_WIDTH) {
            throw new IllegalArgumentException(what + ": " + width + " is too wide; the most is " + MAX_WIDTH);
        }
    }

    /**
     * Checks that samples have the columns that a network takes, and whole numbers where they are embedded.
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

    /** Returns the number of columns that the first layer reads: the inputs, with embeddings in their columns' place. */
    public int features() {
        return features(inputs, input);
    }

    /** Returns the number of inputs of a layer. */
    public int fanIn(int layer) {
        return layer == 0 ? features() : hidden.get(layer - 1).units();
    }

    /** Returns the number of outputs of a layer. */
    public int fanOut(int layer) {
        return layer == hidden.size() ? outputs : hidden.get(layer).units();
    }

    /** Returns the activation of a layer; the output layer's is the identity, because losses work on logits. */
    public Activation activation(int layer) {
        return layer == hidden.size() ? LINEAR : hidden.get(layer).activation();
    }

    /** Returns the dropout of a layer's outputs; 0 for the output layer. */
    public double dropout(int layer) {
        return layer == hidden.size() ? 0 : hidden.get(layer).dropout();
    }

    /** Returns what a layer does before its activation; nothing for the output layer. */
    public Normalization normalization(int layer) {
        return layer == hidden.size() ? NOT_NORMALIZED : hidden.get(layer).normalization();
    }

    /** Returns whether a layer standardises before its activation. */
    boolean isNormalized(int layer) {
        return layer < hidden.size() && hidden.get(layer).isNormalized();
    }

    /** Returns over how many layers a layer's skip connection goes; 0 for none. */
    public int skip(int layer) {
        return layer == hidden.size() ? 0 : hidden.get(layer).skip();
    }

    /** Returns the number of parameters that are trained. */
    public long parameterCount() {
        return Parameter.of(this).stream()
                .filter(parameter -> parameter.kind().isTrained())
                .mapToLong(Parameter::size)
                .sum();
    }

    /** Returns the floating-point operations of the matrix products of one training step, forwards and backwards. */
    public double flopsPerStep(int batchSize) {
        double flops = 0;
        for (int l = 0; l < layers(); l++) {
            int products = l == 0 ? 2 : 3;
            flops += 2.0 * products * batchSize * fanIn(l) * fanOut(l);
        }
        return flops;
    }

    /** Returns the widths, such as {@code 784-512-256-10}. */
    public String widths() {
        StringBuilder text = new StringBuilder().append(inputs);
        for (int l = 0; l < layers(); l++) {
            text.append('-').append(fanOut(l));
        }
        return text.toString();
    }

    /** Starts the description of a network with that many input columns. */
    public static Builder inputs(int inputs) {
        return new Builder(inputs);
    }

    /** Collects hidden layers; not for sharing between threads. */
    public static final class Builder {
        private final int inputs;
        private final List<Embedding> embeddings = new ArrayList<>();
        private double inputDropout;
        private final List<Dense> hidden = new ArrayList<>();

        private Builder(int inputs) {
            this.inputs = inputs;
        }

        /** Puts learned vectors in the place of an integer column. */
        public Builder embedding(int column, int categories, int dimension) {
            embeddings.add(new Embedding(column, categories, dimension));
            return this;
        }

        /** Drops inputs in training. */
        public Builder inputDropout(double probability) {
            inputDropout = probability;
            return this;
        }

        /** Adds a hidden layer. */
        public Builder dense(Dense layer) {
            hidden.add(layer);
            return this;
        }

        /** Adds a hidden layer without dropout. */
        public Builder dense(int units, Activation activation) {
            return dense(units, activation, 0);
        }

        /** Adds a hidden layer. */
        public Builder dense(int units, Activation activation, double dropout) {
            hidden.add(new Dense(units, activation, dropout));
            return this;
        }

        /** Ends the description with the output layer and the loss. */
        public NetworkSpec output(int outputs, Loss loss) {
            return new NetworkSpec(inputs, new InputLayer(embeddings, inputDropout), hidden, outputs, loss);
        }
    }
}
