package io.github.panagrad.serve.network;

import java.util.List;

/** A network at inference. Immutable; threads may share it, each with a {@link Scratch} of its own. */
final class ServedNetwork {
    private final int inputs;
    private final int features;
    private final int[] numbers;
    private final ColumnLayer[] embeddings;
    private final List<Layer> layers;
    private final int members;
    private final Link link;
    private final boolean isFloat;

    /**
     * Puts parts together that {@link NetworkReader} has checked.
     *
     * @param inputs the columns of a row
     * @param embeddings what replaces some of them
     * @param layers the output layer is the last
     * @param isFloat whether inputs are rounded to float32, as those of training were
     */
    ServedNetwork(int inputs, List<ColumnLayer> embeddings, List<Layer> layers, Link link, boolean isFloat) {
        this.inputs = inputs;
        this.embeddings = embeddings.toArray(ColumnLayer[]::new);
        this.layers = List.copyOf(layers);
        this.link = link;
        this.isFloat = isFloat;
        boolean[] isEmbedded = new boolean[inputs];
        int width = inputs;
        for (ColumnLayer embedding : embeddings) {
            isEmbedded[embedding.column()] = true;
            width += embedding.outputs() - 1;
        }
        features = width;
        numbers = new int[inputs - embeddings.size()];
        int count = 0;
        for (int c = 0; c < inputs; c++) {
            if (!isEmbedded[c]) {
                numbers[count++] = c;
            }
        }
        members = layers.stream().mapToInt(Layer::members).reduce(1, (a, b) -> a * b);
    }

    int inputs() {
        return inputs;
    }

    /** Returns the number of columns that the first layer reads. */
    int features() {
        return features;
    }

    List<Layer> layers() {
        return layers;
    }

    List<ColumnLayer> embeddings() {
        return List.of(embeddings);
    }

    int outputs() {
        return layers.getLast().outputs();
    }

    /** Returns how many members share its layers, whose predictions are averaged; 1 for a plain network. */
    int members() {
        return members;
    }

    Link link() {
        return link;
    }

    /** Returns how many numbers a forward pass of a row writes. */
    long rowNumbers() {
        long count = features;
        long rows = 1;
        for (Layer layer : layers) {
            rows *= layer.members();
            count += rows * layer.outputs();
        }
        return count;
    }

    boolean isFloat() {
        return isFloat;
    }

    /**
     * Computes the logits of rows, of which each has one for each member.
     *
     * @param rows each with {@link #inputs()} numbers; the first {@code count} are read
     * @return (count members) x outputs, overwritten by the next call with this scratch
     * @throws IllegalArgumentException if an embedded column has another value than it can have
     */
    double[] logits(double[][] rows, int count, Scratch scratch) {
        for (int r = 0; r < count; r++) {
            readFeatures(rows[r], scratch.features, r * features);
        }
        double[] input = scratch.features;
        int size = count;
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            double[] output = scratch.outputs[l];
            layer.apply(input, size, output, scratch);
            size *= layer.members();
            if (layer.skip() > 0) {
                add(
                        layer.skip() > l ? scratch.features : scratch.outputs[l - layer.skip()],
                        output,
                        size * layer.outputs());
            }
            input = output;
        }
        return input;
    }

    private void readFeatures(double[] row, double[] target, int at) {
        for (int i = 0; i < numbers.length; i++) {
            target[at + i] = rounded(row[numbers[i]]);
        }
        int to = at + numbers.length;
        for (ColumnLayer embedding : embeddings) {
            embedding.apply(rounded(row[embedding.column()]), target, to);
            to += embedding.outputs();
        }
    }

    private double rounded(double x) {
        return isFloat ? (float) x : x;
    }

    private static void add(double[] source, double[] target, int size) {
        for (int i = 0; i < size; i++) {
            target[i] += source[i];
        }
    }
}
