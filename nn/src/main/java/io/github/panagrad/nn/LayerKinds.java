package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Dataset;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The kinds of layers, one line each. Thread-safe. */
final class LayerKinds {
    private static final List<LayerKind<?>> ALL = new CopyOnWriteArrayList<>(List.of(
            Dense.KIND,
            Embedding.KIND,
            PiecewiseLinear.KIND,
            PeriodicDense.KIND,
            PeriodicRelu.KIND,
            MemberScale.KIND,
            InputScale.KIND));

    private LayerKinds() {}

    /** Adds a kind. */
    static void register(LayerKind<?> kind) {
        if (ALL.stream().anyMatch(other -> other.name().equals(kind.name()) || other.type() == kind.type())) {
            throw new IllegalArgumentException("the kind of layer " + kind.name() + " is registered already");
        }
        ALL.add(kind);
    }

    /** Returns all kinds. */
    static List<LayerKind<?>> all() {
        return List.copyOf(ALL);
    }

    /**
     * Returns the kind of a layer.
     *
     * @throws IllegalArgumentException if it is not registered
     */
    static LayerKind<?> of(Layer layer) {
        for (LayerKind<?> kind : ALL) {
            if (kind.type() == layer.getClass()) {
                return kind;
            }
        }
        throw new IllegalArgumentException(layer.getClass().getName() + " is not a layer of this library, which has "
                + ALL.stream().map(kind -> kind.type().getSimpleName()).collect(Collectors.joining(", ")));
    }

    /**
     * Returns the kind of a layer that reads all outputs of the previous layer.
     *
     * @throws IllegalArgumentException if it is of another kind
     */
    static RowLayerKind<?> ofRows(Layer layer) {
        return switch (of(layer)) {
            case RowLayerKind<?> kind -> kind;
            case ColumnLayerKind<?> kind ->
                throw new IllegalArgumentException(kind.type().getSimpleName()
                        + " replaces an input column and cannot be a hidden layer: add it as an embedding");
        };
    }

    /**
     * Returns the kind of a layer that replaces an input column.
     *
     * @throws IllegalArgumentException if it is of another kind
     */
    static ColumnLayerKind<?> ofColumns(Layer layer) {
        return switch (of(layer)) {
            case ColumnLayerKind<?> kind -> kind;
            case RowLayerKind<?> kind ->
                throw new IllegalArgumentException(
                        kind.type().getSimpleName() + " cannot replace an input column: add it as a hidden layer");
        };
    }

    /** Returns the kind with a name. */
    static LayerKind<?> named(String name) {
        for (LayerKind<?> kind : ALL) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown kind of layer " + Quoted.of(name) + "; there are: "
                + ALL.stream().map(LayerKind::name).collect(Collectors.joining(", ")));
    }

    /** Writes the fields of a layer. */
    static void write(Layer layer, JsonGenerator json) throws IOException {
        write(of(layer), layer, json);
    }

    private static <L extends Layer> void write(LayerKind<L> kind, Layer layer, JsonGenerator json) throws IOException {
        kind.write(kind.cast(layer), json);
    }

    /** Returns the text that is compared with a checkpoint. */
    static String describe(Layer layer) {
        return describe(of(layer), layer);
    }

    private static <L extends Layer> String describe(LayerKind<L> kind, Layer layer) {
        return kind.describe(kind.cast(layer));
    }

    /** Returns the same layer with another number of outputs, if it has a choice. */
    static Layer resized(Layer layer, int outputs) {
        return resized(ofRows(layer), layer, outputs);
    }

    private static <L extends Layer> L resized(RowLayerKind<L> kind, Layer layer, int outputs) {
        return kind.resized(kind.cast(layer), outputs);
    }

    /** Returns a layer of the same kind for another column, with a single output. */
    static Layer narrowed(Layer layer, int column) {
        return narrowed(ofColumns(layer), layer, column);
    }

    private static <L extends Layer> L narrowed(ColumnLayerKind<L> kind, Layer layer, int column) {
        return kind.narrowed(kind.cast(layer), column);
    }

    /**
     * Checks the values of a layer's column.
     *
     * @throws IllegalArgumentException naming the first sample that does not fit
     */
    static void check(Layer layer, Dataset data) {
        check(ofColumns(layer), layer, data);
    }

    private static <L extends Layer> void check(ColumnLayerKind<L> kind, Layer layer, Dataset data) {
        kind.check(kind.cast(layer), data);
    }
}
