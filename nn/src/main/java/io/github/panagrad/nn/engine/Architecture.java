package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What the engine knows about a network. Parameters are numbered consecutively: those of the embeddings, then those of the
 * layers.
 */
public final class Architecture {
    private final int inputs;
    private final List<ColumnLayer> embeddings;
    private final double inputDropout;
    private final List<RowLayer> layers;
    private final BatchLoss loss;

    /** Whether each member has samples of its own. */
    private final boolean hasOwnSamples;

    /** How many rows of the data a step gathers for each sample of a batch. */
    private final int gatheredPerSample;

    private final List<LayerParameter> parameters = new ArrayList<>();

    /** The number of the first parameter of each embedding, then of each layer. */
    private final int[] firstParameters;

    /**
     * Describes a network.
     *
     * @param inputs the columns of the samples
     * @param embeddings of different columns
     * @param inputDropout the probability that a feature is dropped in training
     * @param layers first to last, fitting together; the last one's outputs go to the loss unchanged
     */
    public Architecture(
            int inputs, List<ColumnLayer> embeddings, double inputDropout, List<RowLayer> layers, BatchLoss loss) {
        this(inputs, embeddings, inputDropout, layers, loss, false);
    }

    private Architecture(
            int inputs,
            List<ColumnLayer> embeddings,
            double inputDropout,
            List<RowLayer> layers,
            BatchLoss loss,
            boolean hasOwnSamples) {
        this.hasOwnSamples = hasOwnSamples;
        this.inputs = inputs;
        this.embeddings = List.copyOf(embeddings);
        this.inputDropout = inputDropout;
        this.layers = List.copyOf(layers);
        this.loss = loss;
        gatheredPerSample = hasOwnSamples
                ? layers.stream()
                        .mapToInt(RowLayer::members)
                        .filter(members -> members > 1)
                        .findFirst()
                        .orElse(1)
                : 1;
        firstParameters = new int[embeddings.size() + layers.size()];
        for (int i = 0; i < firstParameters.length; i++) {
            firstParameters[i] = parameters.size();
            parameters.addAll(owner(i).parameters());
        }
    }

    /** Returns the same network with some parameters that no optimiser changes, whatever their layers say. */
    public Architecture frozen(IntPredicate isFrozen) {
        Architecture other = copy(hasOwnSamples);
        for (int p = 0; p < parameters.size(); p++) {
            if (isFrozen.test(p)) {
                other.parameters.set(p, parameters.get(p).untrained());
            }
        }
        return other;
    }

    /**
     * Returns the same network for batches in which each member has samples of its own: then the features, and what is below the lowest layer
     * that starts members, have a row for each of them, too. Members of members share the samples of the one that they belong to.
     */
    public Architecture withOwnSamples() {
        return copy(true);
    }

    private Architecture copy(boolean ownSamples) {
        Architecture other = new Architecture(inputs, embeddings, inputDropout, layers, loss, ownSamples);
        for (int p = 0; p < parameters.size(); p++) {
            other.parameters.set(p, parameters.get(p));
        }
        return other;
    }

    private EngineLayer owner(int index) {
        return index < embeddings.size() ? embeddings.get(index) : layers.get(index - embeddings.size());
    }

    /** Returns the number of columns of the samples. */
    public int inputs() {
        return inputs;
    }

    /** Returns the layers that replace columns. */
    public List<ColumnLayer> embeddings() {
        return embeddings;
    }

    /** Returns the probability that a feature is dropped in training. */
    public double inputDropout() {
        return inputDropout;
    }

    /** Returns the layers, first to last. */
    public List<RowLayer> layers() {
        return layers;
    }

    /** Returns the layer with a number. */
    public RowLayer layer(int index) {
        return layers.get(index);
    }

    /** Returns the loss, which takes the logits. */
    public BatchLoss loss() {
        return loss;
    }

    /**
     * Returns how many rows a layer's outputs have for each sample; for -1, the features. With samples of the members' own, it counts those
     * of one member.
     */
    public int rowsPerSample(int layer) {
        int rows = 1;
        for (int l = 0; l <= layer; l++) {
            rows *= layers.get(l).members();
        }
        // Up to the lowest layer that starts members, whose rows are gathered already.
        return Math.max(rows, gatheredPerSample);
    }

    /**
     * Requires that no layer has more rows for a batch than a tensor can have.
     *
     * @throws IllegalArgumentException if one has
     */
    void requireRows(int samples) {
        long rows = (long) samples * members();
        if (rows > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a batch of " + samples + " samples has " + rows + " rows, " + members()
                    + " members each; the most a tensor can have is " + Integer.MAX_VALUE);
        }
    }

    /** Returns how many rows of the data a step gathers for each sample of a batch. */
    public int gatheredPerSample() {
        return gatheredPerSample;
    }

    /** Returns how many predictions there are for each sample, whose mean is the network's. */
    public int members() {
        return rowsPerSample(layers.size() - 1);
    }

    /** Returns the number of columns that the first layer reads: numbers that are not embedded, then embeddings. */
    public int features() {
        return layers.getFirst().inputs();
    }

    /** Returns the number of columns that the last layer writes. */
    public int outputs() {
        return layers.getLast().outputs();
    }

    /** Returns the columns of the samples that are not embedded, in order. */
    int[] numbers() {
        Set<Integer> embedded = new HashSet<>();
        embeddings.forEach(embedding -> embedded.add(embedding.column()));
        return IntStream.range(0, inputs).filter(c -> !embedded.contains(c)).toArray();
    }

    /** Returns the range of the features that an embedding writes. */
    StepPlan.Block stretch(int embedding) {
        int from = inputs - embeddings.size();
        for (int e = 0; e < embedding; e++) {
            from += embeddings.get(e).outputs();
        }
        return new StepPlan.Block(from, from + embeddings.get(embedding).outputs());
    }

    /** Returns all parameters, in the order of model files. */
    public List<LayerParameter> parameters() {
        return parameters;
    }

    /** Returns the number of an embedding's first parameter. */
    public int firstOfEmbedding(int embedding) {
        return firstParameters[embedding];
    }

    /** Returns the number of a layer's first parameter. */
    public int firstOfLayer(int layer) {
        return firstParameters[embeddings.size() + layer];
    }

    /** Returns the parameters of an embedding. */
    List<LayerParameter> parametersOfEmbedding(int embedding) {
        int first = firstOfEmbedding(embedding);
        return parameters.subList(
                first, first + embeddings.get(embedding).parameters().size());
    }

    /** Returns the parameters of a layer. */
    List<LayerParameter> parametersOfLayer(int layer) {
        int first = firstOfLayer(layer);
        return parameters.subList(first, first + layers.get(layer).parameters().size());
    }

    /** Returns the lowest layer that is trained, which is where the backward pass ends: -1 for embeddings, or that many layers if none is. */
    int lowestTrained() {
        int firstOfLayers = layers.isEmpty() ? parameters.size() : firstOfLayer(0);
        if (parameters.subList(0, firstOfLayers).stream().anyMatch(LayerParameter::isTrained)) {
            return -1;
        }
        int layer = 0;
        while (layer < layers.size() && parametersOfLayer(layer).stream().noneMatch(LayerParameter::isTrained)) {
            layer++;
        }
        return layer;
    }

    /** Returns an embedding's parameters among all of a network. */
    Tensor[] ofEmbedding(int embedding, List<Tensor> all) {
        return slice(
                all,
                firstOfEmbedding(embedding),
                embeddings.get(embedding).parameters().size());
    }

    /** Returns a layer's parameters among all of a network. */
    Tensor[] ofLayer(int layer, List<Tensor> all) {
        return slice(all, firstOfLayer(layer), layers.get(layer).parameters().size());
    }

    private static Tensor[] slice(List<Tensor> all, int from, int count) {
        return all.subList(from, from + count).toArray(Tensor[]::new);
    }

    /** Returns how many numbers are trained. */
    public long trainedSize() {
        return parameters.stream()
                .filter(LayerParameter::isTrained)
                .mapToLong(LayerParameter::size)
                .sum();
    }

    /** Returns how many numbers there are. */
    public long size() {
        return parameters.stream().mapToLong(LayerParameter::size).sum();
    }

    /**
     * Returns the floating-point operations of the products of one training step, forwards and backwards: a multiplication and
     * an addition for the outputs, the gradient of the weights, and, except for the first layer, the gradient of the inputs.
     */
    public double flopsPerStep(int batchSize) {
        double flops = 0;
        for (int l = 0; l < layers.size(); l++) {
            int products = l == 0 ? 2 : 3;
            // What it reads or, of samples of the members' own, would read of one member.
            int rows = rowsPerSample(l) / layers.get(l).members();
            flops += 2.0 * products * batchSize * rows * layers.get(l).multiplications();
        }
        return flops;
    }

    /**
     * Returns whether a layer above another one has a skip connection that starts at the source: a layer's output, or the
     * features for -1.
     */
    boolean skipsFromAbove(int source, int layer) {
        for (int l = layer + 1; l < layers.size(); l++) {
            if (layers.get(l).skip() > 0 && l - layers.get(l).skip() == source) {
                return true;
            }
        }
        return false;
    }
}
