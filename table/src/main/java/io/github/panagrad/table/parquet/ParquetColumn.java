package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.Column;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.store.CategoryIndex;
import io.github.panagrad.table.store.TableBuilder;
import io.github.panagrad.table.text.CellReader;
import io.github.panagrad.table.text.NumberTexts;

/** Copies one column of a Parquet file into a column of a table, converting between any of their types. */
final class ParquetColumn {
    private static final int MISSING = -1;

    /** The most bytes of a character. */
    private static final int UTF8_BYTES = 3;

    private final String file;
    private final ColumnSchema leaf;
    private final ParquetField.Kind kind;
    private final Column column;
    private final int target;
    private final TableBuilder into;
    private final CellReader cells;
    private final ParquetTexts texts = new ParquetTexts();
    private double[] numbers = {};

    /**
     * Joins two columns.
     *
     * @param target the table's column
     */
    ParquetColumn(
            String file, ColumnSchema leaf, ParquetField.Kind kind, Column column, int target, TableBuilder into) {
        this.file = file;
        this.leaf = leaf;
        this.kind = kind;
        this.column = column;
        this.target = target;
        this.into = into;
        cells = into.cells(target);
    }

    /**
     * Puts values of the reader's batch into the builder's block, from its position on.
     *
     * @param row the file's row of the first value, from 1
     */
    void copy(ColumnReader reader, int from, int count, long row) {
        Validity validity = reader.getLeafValidity();
        boolean isText = kind == ParquetField.Kind.TEXT;
        if (column.type() == ColumnType.CATEGORICAL) {
            int[] codes = into.codes(target);
            if (isText) {
                textCodes(reader, validity, from, count, codes, row);
            } else {
                numberCodes(reader, validity, from, count, codes);
            }
            return;
        }
        double[] values = into.numbers(target);
        if (isText) {
            textNumbers(reader, validity, from, count, values, row);
        } else {
            ParquetNumbers.read(reader, leaf, from, count, values, into.position());
            clearNulls(validity, from, count, values, into.position());
            readNumbers(values, count, row);
        }
    }

    private static void clearNulls(Validity validity, int from, int count, double[] values, int at) {
        if (validity.hasNulls()) {
            for (int i = 0; i < count; i++) {
                values[at + i] = validity.isNull(from + i) ? Double.NaN : values[at + i];
            }
        }
    }

    private void readNumbers(double[] values, int count, long row) {
        int at = into.position();
        boolean isTruth = column.type() == ColumnType.BOOLEAN;
        for (int i = 0; i < count; i++) {
            double found = values[at + i];
            double value = isTruth ? cells.truth(found) : cells.number(found);
            if (Double.isInfinite(value)) {
                CellReader.Problem problem = isTruth ? CellReader.Problem.NO_TRUTH : CellReader.Problem.INFINITE;
                throw new TableException(place(row + i) + problem.message(NumberTexts.of(found))
                        + "; correct it, or leave the column out");
            }
            values[at + i] = value;
        }
    }

    private void textCodes(ColumnReader reader, Validity validity, int from, int count, int[] codes, long row) {
        byte[] bytes = reader.getBinaryValues();
        int[] offsets = reader.getBinaryOffsets();
        CategoryIndex index = into.index(target);
        int at = into.position();
        for (int i = 0; i < count; i++) {
            if (validity.isNull(from + i)) {
                codes[at + i] = MISSING;
            } else {
                take(bytes, offsets[from + i], offsets[from + i + 1], row + i);
                codes[at + i] = index.code(texts.characters(), 0, texts.length());
            }
        }
    }

    /** Reads numbers as categories; whole numbers have no fraction, because other files may have them as text. */
    private void numberCodes(ColumnReader reader, Validity validity, int from, int count, int[] codes) {
        numbers = numbers.length < count ? new double[count] : numbers;
        ParquetNumbers.read(reader, leaf, from, count, numbers, 0);
        long[] longs = leaf.type() == PhysicalType.INT64 && isPlain() ? reader.getLongs() : new long[0];
        CategoryIndex index = into.index(target);
        int at = into.position();
        for (int i = 0; i < count; i++) {
            if (validity.isNull(from + i) || Double.isNaN(numbers[i])) {
                codes[at + i] = MISSING;
            } else {
                texts.take(longs.length > 0 ? Long.toString(longs[from + i]) : category(numbers[i]));
                codes[at + i] = index.code(texts.characters(), 0, texts.length());
            }
        }
    }

    private String category(double value) {
        if (kind == ParquetField.Kind.TRUTH) {
            return Boolean.toString(value != 0);
        }
        return leaf.type() == PhysicalType.FLOAT ? NumberTexts.of((float) value) : NumberTexts.of(value);
    }

    private boolean isPlain() {
        return leaf.logicalType() == null
                || (leaf.logicalType() instanceof LogicalType.IntType type && type.isSigned());
    }

    private void textNumbers(ColumnReader reader, Validity validity, int from, int count, double[] values, long row) {
        byte[] bytes = reader.getBinaryValues();
        int[] offsets = reader.getBinaryOffsets();
        int at = into.position();
        for (int i = 0; i < count; i++) {
            if (validity.isNull(from + i)) {
                values[at + i] = Double.NaN;
            } else {
                take(bytes, offsets[from + i], offsets[from + i + 1], row + i);
                values[at + i] = number(row + i);
            }
        }
    }

    private void take(byte[] bytes, int from, int to, long row) {
        boolean isTooLong = to - from > UTF8_BYTES * CellReader.MAX_CHARACTERS;
        if (!isTooLong) {
            texts.take(bytes, from, to);
        }
        if (isTooLong || texts.length() > CellReader.MAX_CHARACTERS) {
            throw new TableException(place(row) + "the text has more than " + CellReader.MAX_CHARACTERS
                    + " characters; shorten it, or leave the column out");
        }
    }

    private double number(long row) {
        char[] text = texts.characters();
        boolean isTruth = column.type() == ColumnType.BOOLEAN;
        double value = isTruth ? cells.truth(text, 0, texts.length()) : cells.number(text, 0, texts.length());
        if (Double.isInfinite(value)) {
            CellReader.Problem problem = isTruth ? CellReader.Problem.NO_TRUTH : cells.problem(texts.text());
            throw new TableException(place(row) + problem.message(cells.strip(texts.text()))
                    + "; correct it, add it to the texts for missing values, or say that the column is categorical");
        }
        return value;
    }

    private String place(long row) {
        return file + ", row " + row + ", column " + Quoted.of(column.name()) + ": ";
    }
}
