package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.nn.engine.ColumnLayer;
import io.github.panagrad.nn.engine.PeriodicReluLayer;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * A vector for a number x, which replaces it: "periodic, linear, ReLU", {@code max(0, [cos 2πcx, sin 2πcx] V + b)} (Gorishniy,
 * Rubachev and Babenko, "On Embeddings for Numerical Features in Tabular Deep Learning", NeurIPS 2022). The frequencies c start
 * from N(0, σ²), drawn again beyond 3 σ, and V and b uniform within ±1/√(2 frequencies).
 *
 * @param column the input column
 * @param frequencies how many frequencies, from 1 to 1024
 * @param deviation σ, positive and finite: the paper's most important number
 * @param dimension the length of the vector, at least 1
 */
public record PeriodicRelu(int column, int frequencies, double deviation, int dimension) implements Layer {
    static final ColumnLayerKind<PeriodicRelu> KIND = new Kind();

    /** Checks the values. */
    public PeriodicRelu {
        if (column < 0) {
            throw new IllegalArgumentException("plr: column must be at least 0, found " + column);
        }
        WaveRanges.require("plr", frequencies, deviation, 1, dimension);
    }

    @Override
    public OptionalInt inputColumn() {
        return OptionalInt.of(column);
    }

    @Override
    public String summary() {
        return column + ":" + frequencies + " waves:" + dimension;
    }

    /** Everything that defines this kind. */
    private static final class Kind extends ColumnLayerKind<PeriodicRelu> {
        Kind() {
            super(PeriodicRelu.class, "plr");
        }

        @Override
        void write(PeriodicRelu layer, JsonGenerator json) throws IOException {
            json.writeNumberField("column", layer.column());
            json.writeNumberField("frequencies", layer.frequencies());
            json.writeNumberField("deviation", layer.deviation());
            json.writeNumberField("dimension", layer.dimension());
        }

        @Override
        PeriodicRelu read(LayerFields fields) {
            return new PeriodicRelu(
                    fields.integer("column"),
                    fields.integer("frequencies"),
                    fields.number("deviation"),
                    fields.integer("dimension"));
        }

        @Override
        String describe(PeriodicRelu layer) {
            return "column " + layer.column() + ", " + layer.frequencies() + " frequencies of " + layer.deviation()
                    + ", dimension " + layer.dimension();
        }

        @Override
        ColumnLayer engine(PeriodicRelu layer) {
            return new PeriodicReluLayer(layer.column(), layer.frequencies(), layer.deviation(), layer.dimension());
        }

        @Override
        PeriodicRelu narrowed(PeriodicRelu layer, int column) {
            return new PeriodicRelu(column, 1, 1, 1);
        }

        @Override
        List<PeriodicRelu> examples() {
            return List.of(new PeriodicRelu(1, 5, 1.0 / 3, 4), new PeriodicRelu(3, 2, 0.1 + 0.2, 3));
        }
    }
}
