package io.github.panagrad.table.parquet;

import dev.hardwood.reader.ColumnReader;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The values of a column as the library decodes them. */
final class LibraryValues implements ParquetValues {
    private final ColumnReader reader;
    private final IntSupplier from;

    /**
     * Makes the values.
     *
     * @param from where the next values are in the reader's batch, which moves on when all columns have been read
     */
    LibraryValues(ColumnReader reader, IntSupplier from) {
        this.reader = reader;
        this.from = from;
    }

    @Override
    public int next(int most) {
        return most;
    }

    @Override
    public int first() {
        return from.getAsInt();
    }

    @Override
    public boolean hasNulls() {
        return reader.getLeafValidity().hasNulls();
    }

    @Override
    public boolean isNull(int i) {
        return reader.getLeafValidity().isNull(i);
    }

    @Override
    public boolean[] booleans() {
        return reader.getBooleans();
    }

    @Override
    public int[] ints() {
        return reader.getInts();
    }

    @Override
    public long[] longs() {
        return reader.getLongs();
    }

    @Override
    public float[] floats() {
        return reader.getFloats();
    }

    @Override
    public double[] doubles() {
        return reader.getDoubles();
    }

    @Override
    public byte[] bytes() {
        return reader.getBinaryValues();
    }

    @Override
    public int start(int i) {
        return reader.getBinaryOffsets()[i];
    }

    @Override
    public int end(int i) {
        return reader.getBinaryOffsets()[i + 1];
    }

    @Override
    public @Nullable BinaryDictionary dictionary() {
        return null;
    }

    @Override
    public int[] indices() {
        throw new IllegalStateException("no dictionary");
    }
}
