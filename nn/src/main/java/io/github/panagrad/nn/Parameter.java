package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.EngineLayer;
import io.github.panagrad.nn.engine.LayerParameter;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of a network with a given shape: what it is, and how large. A value; the numbers belong to the {@link Network}.
 *
 * <p>A dense layer has a {@code weight} W, fanOut x fanIn, and a {@code bias} b, 1 x fanOut, which is the shift β if the layer
 * is normalised. A normalised one has a {@code scale} γ, one with PReLU a {@code slope}, one with a parametric
 * activation a {@code share}, and one with batch normalisation a
 * {@code running_mean} and a {@code running_variance}, all 1 x fanOut. An embedding has a {@code weight}, categories x
 * dimension; one that is piecewise linear has a {@code linear}, 2 x dimension, and a {@code weight}, pieces x dimension;
 * periodic ones have a {@code frequency}, 1 x frequencies, a {@code weight} and a {@code bias}, and pbld a {@code phase}. Members
 * have a {@code factor}, members x inputs, a dense layer with adapters a {@code bias} and an {@code output_factor}, members x fanOut, and
 * an {@code input_factor}, members x fanIn, the scale of inputs has one, 1 x inputs, and the output layer of a network with members has a {@code weight}, (members outputs) x
 * inputs, and a {@code bias}, members x outputs.
 *
 * @param group what it belongs to: {@code layers} or {@code embeddings}
 * @param index the number of the layer, or of the embedding
 * @param label its role in its layer
 * @param rows its rows
 * @param columns its columns
 * @param isVector whether it is a single row that represents a vector
 * @param isTrained whether an optimiser changes it
 * @param isDecayed whether penalties and weight decay apply: to weights and embeddings, not to biases and normalisations
 */
public record Parameter(
        String group,
        int index,
        String label,
        int rows,
        int columns,
        boolean isVector,
        boolean isTrained,
        boolean isDecayed) {
    /** The group of the layers' parameters. */
    public static final String LAYERS = "layers";

    /** The group of the embeddings' parameters. */
    public static final String EMBEDDINGS = "embeddings";

    /** Returns the name in model files, such as {@code layers.0.weight}. */
    public String name() {
        return name(group, index, label);
    }

    static String name(String group, int index, String label) {
        return group + "." + index + "." + label;
    }

    /** Returns the shape in model files. */
    List<Long> shape() {
        return isVector ? List.of((long) columns) : List.of((long) rows, (long) columns);
    }

    /** Returns how many numbers it holds. */
    public long size() {
        return (long) rows * columns;
    }

    /** Returns all parameters of a network, in the order of model files. */
    public static List<Parameter> of(NetworkSpec spec) {
        return of(spec.architecture());
    }

    /** Returns all parameters of a network, in the order of model files and of the engine. */
    static List<Parameter> of(Architecture architecture) {
        List<Parameter> all = new ArrayList<>();
        addAll(all, EMBEDDINGS, architecture.embeddings());
        addAll(all, LAYERS, architecture.layers());
        return all;
    }

    private static void addAll(List<Parameter> all, String group, List<? extends EngineLayer> layers) {
        for (int i = 0; i < layers.size(); i++) {
            for (LayerParameter parameter : layers.get(i).parameters()) {
                all.add(new Parameter(
                        group,
                        i,
                        parameter.label(),
                        parameter.rows(),
                        parameter.columns(),
                        parameter.isVector(),
                        parameter.isTrained(),
                        parameter.isDecayed()));
            }
        }
    }
}
