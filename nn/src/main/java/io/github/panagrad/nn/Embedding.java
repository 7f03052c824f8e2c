package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.ColumnLayer;
import io.github.panagrad.nn.engine.EmbeddingTable;
import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * A learned vector for each value of an integer column, which replaces the number. Its gradient is dense: an optimiser with
 * momentum also moves vectors that do not occur in a batch, as in PyTorch by default.
 *
 * @param column the input column, which holds whole numbers from 0 to {@code categories - 1}
 * @param categories the number of values, at least 1
 * @param dimension the length of a vector, at least 1
 */
public record Embedding(int column, int categories, int dimension) implements Layer {
    /** Up to this number, float32 represents every whole number exactly. */
    public static final int MAX_CATEGORIES = 1 << 24;

    static final ColumnLayerKind<Embedding> KIND = new Kind();

    /** Checks the values. */
    public Embedding {
        if (column < 0) {
            throw new IllegalArgumentException("embedding: column must be at least 0, found " + column);
        }
        if (categories < 1 || categories > MAX_CATEGORIES) {
            throw new IllegalArgumentException(
                    "embedding: categories must be from 1 to " + MAX_CATEGORIES + ", found " + categories);
        }
        if (dimension < 1) {
            throw new IllegalArgumentException("embedding: dimension must be at least 1, found " + dimension);
        }
    }

    @Override
    public OptionalInt inputColumn() {
        return OptionalInt.of(column);
    }

    @Override
    public String summary() {
        return column + ":" + categories + ":" + dimension;
    }

    @Override
    public double drawInput(RandomKey key, int row) {
        return key.below(row, categories);
    }

    /** Everything that defines embeddings. */
    private static final class Kind extends ColumnLayerKind<Embedding> {
        Kind() {
            super(Embedding.class, "embedding");
        }

        @Override
        void write(Embedding layer, JsonGenerator json) throws IOException {
            json.writeNumberField("column", layer.column());
            json.writeNumberField("categories", layer.categories());
            json.writeNumberField("dimension", layer.dimension());
        }

        @Override
        Embedding read(LayerFields fields) {
            return new Embedding(fields.integer("column"), fields.integer("categories"), fields.integer("dimension"));
        }

        @Override
        String describe(Embedding layer) {
            return "column " + layer.column() + ", " + layer.categories() + " categories, dimension "
                    + layer.dimension();
        }

        @Override
        ColumnLayer engine(Embedding layer) {
            return new EmbeddingTable(layer.column(), layer.categories(), layer.dimension());
        }

        @Override
        Embedding narrowed(Embedding layer, int column) {
            return new Embedding(column, 1, 1);
        }

        @Override
        void check(Embedding layer, Dataset data) {
            for (int i = 0; i < data.size(); i++) {
                double value = data.features().get(data.row(i), layer.column());
                if (!(value >= 0 && value < layer.categories() && value == Math.rint(value))) {
                    throw new IllegalArgumentException("sample " + i + ": input column " + layer.column()
                            + " is embedded and must be a whole number from 0 to " + (layer.categories() - 1)
                            + ", found " + value);
                }
            }
        }

        @Override
        List<Embedding> examples() {
            return List.of(new Embedding(0, 3, 2), new Embedding(2, 5, 4));
        }
    }
}
