package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.schema.ColumnSchema;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.calendar.Days;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.NumberTexts;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.store.CategoryIndex;
import io.github.panagrad.table.store.TableBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Copies one column of a Parquet file into a column of a table, converting between any of their types. */
final class ParquetColumn {
    /** The most bytes of a character. */
    private static final int UTF8_BYTES = 3;

    private final String file;
    private final ParquetField field;
    private final ColumnSchema leaf;
    private final ParquetField.Kind kind;
    private final Column column;
    private final int target;
    private final TableBuilder into;
    private final CellReader cells;
    private final ParquetTexts texts = new ParquetTexts();
    private final ParquetCodes known = new ParquetCodes();
    private double[] numbers = {};
    private @Nullable BinaryDictionary codedDictionary;
    private int[] dictionaryCodes = {};

    /**
     * Joins two columns.
     *
     * @param target the table's column
     */
    ParquetColumn(String file, ColumnSchema leaf, ParquetField field, Column column, int target, TableBuilder into) {
        this.file = file;
        this.field = field;
        this.leaf = leaf;
        kind = field.kind();
        this.column = column;
        this.target = target;
        this.into = into;
        cells = into.cells(target);
    }

    /**
     * Puts the next values into the builder's block, from its position on.
     *
     * @param row the file's row of the first value, from 1
     */
    void copy(ParquetValues values, int count, long row) {
        for (int done = 0; done < count; ) {
            int part = values.next(count - done);
            copyRun(values, part, into.position() + done, row + done);
            done += part;
        }
    }

    private void copyRun(ParquetValues run, int count, int at, long row) {
        boolean isText = kind == ParquetField.Kind.TEXT;
        if (column.type() == ColumnType.CATEGORICAL) {
            int[] codes = into.codes(target);
            if (isText) {
                textCodes(run, count, codes, at, row);
            } else {
                numberCodes(run, count, codes, at);
            }
            return;
        }
        double[] values = into.numbers(target);
        if (isText) {
            textNumbers(run, count, values, at, row);
        } else {
            ParquetNumbers.read(run, leaf, count, values, at);
            if (column.type() == ColumnType.DATE && leaf.logicalType() instanceof LogicalType.DateType) {
                toSeconds(values, at, count);
            }
            clearNulls(run, count, values, at);
            readNumbers(values, at, count, row);
        }
    }

    private static void clearNulls(ParquetValues run, int count, double[] values, int at) {
        if (run.hasNulls()) {
            int from = run.first();
            for (int i = 0; i < count; i++) {
                values[at + i] = run.isNull(from + i) ? Double.NaN : values[at + i];
            }
        }
    }

    /** In a column of numbers dates are days. */
    private static void toSeconds(double[] days, int at, int count) {
        for (int i = at; i < at + count; i++) {
            days[i] *= Days.SECONDS;
        }
    }

    private void readNumbers(double[] values, int at, int count, long row) {
        boolean isNumberForDate = column.type() == ColumnType.DATE && !field.isDate();
        if (isNumberForDate && !cells.takesNumbersForDates()) {
            requireNoNumber(values, at, count, row);
        }
        boolean isTruth = column.type() == ColumnType.BOOLEAN;
        if (!isTruth && !isNumberForDate && !cells.hasMissingNumbers() && areFinite(values, at, count)) {
            return;
        }
        for (int i = 0; i < count; i++) {
            double found = values[at + i];
            double value = isTruth ? cells.truth(found) : isNumberForDate ? cells.date(found) : cells.number(found);
            if (Double.isInfinite(value)) {
                throw unusable(found, row + i);
            }
            values[at + i] = value;
        }
    }

    /** Whether no value is infinite. */
    private static boolean areFinite(double[] values, int at, int count) {
        double greatest = 0;
        for (int i = at; i < at + count; i++) {
            // NaN, which is missing, is not greater.
            greatest = Math.abs(values[i]) > greatest ? Math.abs(values[i]) : greatest;
        }
        return greatest < Double.POSITIVE_INFINITY;
    }

    /** The column's form is one that no number has. */
    private void requireNoNumber(double[] values, int at, int count, long row) {
        for (int i = 0; i < count; i++) {
            if (!Double.isNaN(cells.number(values[at + i]))) {
                throw unusable(values[at + i], row + i);
            }
        }
    }

    private TableException unusable(double found, long row) {
        String text = NumberTexts.of(found);
        String problem = column.type() == ColumnType.BOOLEAN
                ? CellReader.Problem.NO_TRUTH.message(text)
                : Double.isInfinite(found)
                        ? CellReader.Problem.INFINITE.message(text)
                        : cells.problem(column.type(), text);
        return new TableException(place(row) + problem + "; correct it, or leave the column out");
    }

    private void textCodes(ParquetValues run, int count, int[] codes, int at, long row) {
        BinaryDictionary dictionary = run.dictionary();
        if (dictionary != null) {
            dictionaryCodes(run, dictionary, count, codes, at, row);
            return;
        }
        byte[] bytes = run.bytes();
        int from = run.first();
        boolean hasNulls = run.hasNulls();
        for (int i = 0; i < count; i++) {
            codes[at + i] = hasNulls && run.isNull(from + i)
                    ? CategoryIndex.MISSING
                    : code(bytes, run.start(from + i), run.end(from + i), row + i);
        }
    }

    /** Each of the dictionary's texts gets its code where it comes first: the file may have texts in it that no row has. */
    private void dictionaryCodes(
            ParquetValues run, BinaryDictionary dictionary, int count, int[] codes, int at, long row) {
        if (dictionary != codedDictionary) {
            codedDictionary = dictionary;
            dictionaryCodes = new int[dictionary.size()];
            Arrays.fill(dictionaryCodes, ParquetCodes.UNKNOWN);
        }
        int[] indices = run.indices();
        int from = run.first();
        boolean hasNulls = run.hasNulls();
        for (int i = 0; i < count; i++) {
            if (hasNulls && run.isNull(from + i)) {
                codes[at + i] = CategoryIndex.MISSING;
                continue;
            }
            int index = indices[from + i];
            int code = dictionaryCodes[index];
            if (code == ParquetCodes.UNKNOWN) {
                code = code(dictionary.bytes(), dictionary.start(index), dictionary.end(index), row + i);
                dictionaryCodes[index] = code;
            }
            codes[at + i] = code;
        }
    }

    private int code(byte[] bytes, int from, int to, long row) {
        int found = known.find(bytes, from, to);
        if (found != ParquetCodes.UNKNOWN) {
            return found;
        }
        take(bytes, from, to, row);
        int code = into.index(target).code(texts.characters(), 0, texts.length());
        known.add(bytes, from, to, code);
        return code;
    }

    /** Reads numbers as categories; whole numbers have no fraction, because other files may have them as text. */
    private void numberCodes(ParquetValues run, int count, int[] codes, int at) {
        numbers = numbers.length < count ? new double[count] : numbers;
        ParquetNumbers.read(run, leaf, count, numbers, 0);
        long[] longs = leaf.type() == PhysicalType.INT64 && isPlain() ? run.longs() : new long[0];
        CategoryIndex index = into.index(target);
        int from = run.first();
        for (int i = 0; i < count; i++) {
            if (run.isNull(from + i) || Double.isNaN(numbers[i])) {
                codes[at + i] = CategoryIndex.MISSING;
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

    private void textNumbers(ParquetValues run, int count, double[] values, int at, long row) {
        byte[] bytes = run.bytes();
        int from = run.first();
        for (int i = 0; i < count; i++) {
            if (run.isNull(from + i)) {
                values[at + i] = Double.NaN;
            } else {
                take(bytes, run.start(from + i), run.end(from + i), row + i);
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
        int length = texts.length();
        double value = cells.value(column.type(), text, 0, length);
        return Double.isInfinite(value) ? misfit(texts.text(), row) : value;
    }

    /** As for the texts of other files. */
    private double misfit(String text, long row) {
        String found = cells.strip(text);
        boolean isMark = column.type() == ColumnType.DATE && into.mark(target, found, place(row));
        if (!isMark && !into.misfit(target, new TableBuilder.Misfit(place(row), Quoted.of(found)))) {
            throw new TableException(place(row) + cells.problem(column.type(), text)
                    + "; correct it, add it to the texts for missing values, or say that the column is categorical");
        }
        return Double.NaN;
    }

    private String place(long row) {
        return file + ", row " + row + ", column " + Quoted.of(column.name()) + ": ";
    }
}
