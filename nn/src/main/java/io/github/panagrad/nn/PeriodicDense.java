package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.nn.engine.ColumnLayer;
import io.github.panagrad.nn.engine.PeriodicDenseLayer;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * A vector for a number x, which replaces it: "periodic with bias, linear and dense", {@code (h V + c, x)} with
 * {@code h = cos(2π x w + b)} (Holzmüller, Grinsztajn and Steinwart, "Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on
 * Tabular Data", NeurIPS 2024). The frequencies w start from N(0, σ²), the phases b uniform within ±π, and V and c uniform within
 * ±1/√frequencies.
 *
 * @param column the input column
 * @param frequencies how many frequencies, from 1 to 1024
 * @param deviation σ, positive and finite
 * @param dimension the length of the vector, x included, at least 2
 */
public record PeriodicDense(int column, int frequencies, double deviation, int dimension) implements Layer {
    static final ColumnLayerKind<PeriodicDense> KIND = new Kind();

    /** Checks the values. */
    public PeriodicDense {
        if (column < 0) {
            throw new IllegalArgumentException("pbld: column must be at least 0, found " + column);
        }
        WaveRanges.require("pbld", frequencies, deviation, 2, dimension);
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
    private static final class Kind extends ColumnLayerKind<PeriodicDense> {
        Kind() {
            super(PeriodicDense.class, "pbld");
        }

        @Override
        void write(PeriodicDense layer, JsonGenerator json) throws IOException {
            json.writeNumberField("column", layer.column());
            json.writeNumberField("frequencies", layer.frequencies());
            json.writeNumberField("deviation", layer.deviation());
            json.writeNumberField("dimension", layer.dimension());
        }

        @Override
        PeriodicDense read(LayerFields fields) {
            return new PeriodicDense(
                    fields.integer("column"),
                    fields.integer("frequencies"),
                    fields.number("deviation"),
                    fields.integer("dimension"));
        }

        @Override
        String describe(PeriodicDense layer) {
            return "column " + layer.column() + ", " + layer.frequencies() + " frequencies of " + layer.deviation()
                    + ", dimension " + layer.dimension();
        }

        @Override
        ColumnLayer engine(PeriodicDense layer) {
            return new PeriodicDenseLayer(layer.column(), layer.frequencies(), layer.deviation(), layer.dimension());
        }

        @Override
        PeriodicDense narrowed(PeriodicDense layer, int column) {
            // As narrow as it can be: x and a function of it.
            return new PeriodicDense(column, 1, 1, 2);
        }

        @Override
        List<PeriodicDense> examples() {
            return List.of(new PeriodicDense(1, 5, 1.0 / 3, 4), new PeriodicDense(3, 2, 0.1 + 0.2, 2));
        }
    }
}
