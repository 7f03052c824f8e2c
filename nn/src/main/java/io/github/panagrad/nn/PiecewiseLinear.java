package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.nn.engine.ColumnLayer;
import io.github.panagrad.nn.engine.PiecewiseLinearLayer;
import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A vector for a number x, which replaces it: {@code (w x + c) + Σ_t e_t V_t}, a function that is linear between ascending edges
 * b_0 to b_T and beyond them, with {@code e_t = (x - b_{t-1}) / (b_t - b_{t-1})} limited to [0, 1], except that the first has no lower
 * limit and the last no upper one. V starts at 0, so that it starts as a linear function. (Gorishniy, Rubachev and Babenko, "On
 * Embeddings for Numerical Features in Tabular Deep Learning", NeurIPS 2022, in the version of Gorishniy, Kotelnikov and
 * Babenko, "TabM", ICLR 2025.)
 *
 * @param column the input column
 * @param edges finite, ascending even as float32, at least two: usually quantiles of the training rows
 * @param dimension the length of the vector, at least 1
 */
public record PiecewiseLinear(int column, List<Double> edges, int dimension) implements Layer {
    static final ColumnLayerKind<PiecewiseLinear> KIND = new Kind();

    /** Checks the values. */
    public PiecewiseLinear {
        edges = List.copyOf(edges);
        if (column < 0) {
            throw new IllegalArgumentException("piecewise_linear: column must be at least 0, found " + column);
        }
        if (dimension < 1) {
            throw new IllegalArgumentException("piecewise_linear: dimension must be at least 1, found " + dimension);
        }
        if (edges.size() < 2) {
            throw new IllegalArgumentException("piecewise_linear: expected at least 2 edges, found " + edges.size());
        }
        for (int i = 0; i < edges.size(); i++) {
            double edge = edges.get(i);
            if (!Float.isFinite((float) edge) || (i > 0 && !((float) edge > (float) (double) edges.get(i - 1)))) {
                throw new IllegalArgumentException("piecewise_linear: edges must be finite and ascending, found "
                        + (i > 0 ? edges.get(i - 1) + " and then " : "") + edge);
            }
        }
    }

    /** Returns the number of pieces. */
    public int bins() {
        return edges.size() - 1;
    }

    @Override
    public OptionalInt inputColumn() {
        return OptionalInt.of(column);
    }

    @Override
    public String summary() {
        return column + ":" + bins() + " pieces:" + dimension;
    }

    @Override
    public double drawInput(RandomKey key, int row) {
        double width = edges.getLast() - edges.getFirst();
        return edges.getFirst() + width * (1.5 * key.uniform(row) - 0.25);
    }

    private double[] edgeArray() {
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Everything that defines this kind. */
    private static final class Kind extends ColumnLayerKind<PiecewiseLinear> {
        Kind() {
            super(PiecewiseLinear.class, "piecewise_linear");
        }

        @Override
        void write(PiecewiseLinear layer, JsonGenerator json) throws IOException {
            json.writeNumberField("column", layer.column());
            json.writeArrayFieldStart("edges");
            for (double edge : layer.edges()) {
                json.writeNumber(edge);
            }
            json.writeEndArray();
            json.writeNumberField("dimension", layer.dimension());
        }

        @Override
        PiecewiseLinear read(LayerFields fields) {
            return new PiecewiseLinear(fields.integer("column"), fields.numbers("edges"), fields.integer("dimension"));
        }

        @Override
        String describe(PiecewiseLinear layer) {
            return "column " + layer.column() + ", " + layer.bins() + " pieces with edges "
                    + Integer.toHexString(Arrays.hashCode(layer.edgeArray())) + ", dimension " + layer.dimension();
        }

        @Override
        ColumnLayer engine(PiecewiseLinear layer) {
            return new PiecewiseLinearLayer(layer.column(), layer.edgeArray(), layer.dimension());
        }

        @Override
        PiecewiseLinear narrowed(PiecewiseLinear layer, int column) {
            return new PiecewiseLinear(column, List.of(-1.0, 1.0), 1);
        }

        @Override
        List<PiecewiseLinear> examples() {
            return List.of(
                    new PiecewiseLinear(1, List.of(-1.5, -0.25, 0.5, 2.0), 3),
                    new PiecewiseLinear(3, List.of(-0.5, 0.75), 2));
        }
    }
}
