package io.github.panagrad.table.store;

import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.MissingMarks;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.TableException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of a table, row by row or column by column within a block, into blocks; on the heap it keeps one
 * block and the categories. Used by one thread, and closed by it unless it was finished.
 *
 * <p>Where the types were guessed from the first rows, a value that does not fit its column may show that the guess was
 * wrong. Such misfits are collected, and nothing is kept from the first one on: the files are then read again with better
 * types.
 */
public final class TableBuilder implements AutoCloseable {
    private final BlockLayout layout;
    private final List<CellReader> readers;
    private final IntPredicate isGuess;
    private final Blocks blocks;
    private final RowPlaces places = new RowPlaces();
    private final double[][] numbers;
    private final int[][] codes;
    private final @Nullable CategoryIndex[] categories;
    private final IntPredicate mayHaveMarks;
    private final Map<Integer, Misfit> misfits = new LinkedHashMap<>();
    private final Map<Integer, Map<String, String>> marks = new TreeMap<>();
    private final int limit;
    private int position;
    private int flushed;
    private long expectedLine;
    private boolean isFinished;

    /**
     * A value that does not fit the type of its column.
     *
     * @param place where it is, with the file's name
     * @param text what was found
     */
    public record Misfit(String place, String text) {}

    /**
     * Makes an empty table.
     *
     * @param schema its columns; ignored ones are not kept
     * @param isGuess whether a column's type was only guessed, and may turn out wrong
     * @param mayHaveMarks whether the usual marks of missing values are such in a column of numbers, though the schema lacks them
     * @param limit rows at most
     */
    public TableBuilder(
            Schema schema,
            BlockLayout layout,
            Storage storage,
            IntPredicate isGuess,
            IntPredicate mayHaveMarks,
            int limit) {
        this.layout = layout;
        this.isGuess = isGuess;
        this.mayHaveMarks = mayHaveMarks;
        this.limit = limit;
        int columns = layout.columns();
        readers = CellReader.of(schema);
        numbers = new double[columns][];
        codes = new int[columns][];
        categories = new @Nullable CategoryIndex[columns];
        for (int c = 0; c < columns; c++) {
            BlockLayout.Cells cells = layout.cells(c);
            numbers[c] = new double[cells == BlockLayout.Cells.NUMBERS ? layout.rows() : 0];
            codes[c] = new int[cells == BlockLayout.Cells.CODES ? layout.rows() : 0];
            categories[c] = cells == BlockLayout.Cells.CODES
                    ? new CategoryIndex(schema.columns().get(c).name(), readers.get(c))
                    : null;
        }
        blocks = switch (storage) {
            case Storage.Memory _ -> new MemoryBlocks();
            case Storage.File(var folder) -> new FileBlocks(folder);
        };
    }

    /** Returns the reader of a column's cells. */
    public CellReader cells(int column) {
        return readers.get(column);
    }

    /** Begins a file whose places are called lines or rows. */
    public void begin(String file, String unit) {
        places.begin(file, unit, rows());
        expectedLine = 0;
    }

    /** Stores a number in the current row. */
    public void number(int column, double value) {
        numbers[column][position] = value;
    }

    /** Stores that a column has no value in the current row. */
    public void missing(int column) {
        if (layout.cells(column) == BlockLayout.Cells.CODES) {
            codes[column][position] = CategoryIndex.MISSING;
        } else {
            numbers[column][position] = Double.NaN;
        }
    }

    /** Stores a category in the current row; missing if the text marks that. */
    public void category(int column, char[] text, int from, int to) {
        codes[column][position] = index(column).code(text, from, to);
    }

    /** Returns the categories of a column. */
    public CategoryIndex index(int column) {
        CategoryIndex index = categories[column];
        if (index == null) {
            throw new IllegalArgumentException("column " + column + " has no categories");
        }
        return index;
    }

    /**
     * Ends a row.
     *
     * @param line where it began in its file, from 1
     */
    public void endRow(long line) {
        endRows(1, line);
    }

    /**
     * Ends several rows, whose values were put into the block's columns, at most {@link #free()}.
     *
     * @param line where the first one began in its file, from 1; the others follow
     */
    public void endRows(int count, long line) {
        if (line != expectedLine) {
            places.mark(rows(), line);
        }
        expectedLine = line + count;
        position += count;
        if (position == layout.rows()) {
            flush();
        }
    }

    /** Returns the block's values of a column of numbers, to be filled from {@link #position()}. */
    public double[] numbers(int column) {
        return numbers[column];
    }

    /** Returns the block's codes of a column of categories, to be filled from {@link #position()}. */
    public int[] codes(int column) {
        return codes[column];
    }

    /** Returns the number of rows that the block has. */
    public int position() {
        return position;
    }

    /** Returns the number of rows that the block still takes, or fewer where the table's limit comes first. */
    public int free() {
        return Math.min(layout.rows() - position, limit - rows());
    }

    /** Returns the number of rows so far. */
    public int rows() {
        return flushed + position;
    }

    /** Returns whether the table has all the requested rows. */
    public boolean isFull() {
        return limit < Integer.MAX_VALUE && rows() >= limit;
    }

    /**
     * Records that a value does not fit its column.
     *
     * @return whether the column's type was a guess, so that reading may continue; if not, it is an error
     */
    public boolean misfit(int column, Misfit misfit) {
        if (!isGuess.test(column)) {
            return false;
        }
        misfits.putIfAbsent(column, misfit);
        return true;
    }

    /** Returns the columns whose guessed type is wrong, with the first value that shows it. */
    public Map<Integer, Misfit> misfits() {
        return Map.copyOf(misfits);
    }

    /**
     * Records a text in a column of numbers that may mark a missing value.
     *
     * @param place where it is, with the file's name
     * @return whether it does
     */
    public boolean mark(int column, String text, String place) {
        if (!MissingMarks.isMark(text) || !mayHaveMarks.test(column)) {
            return false;
        }
        marks.computeIfAbsent(column, c -> new LinkedHashMap<>()).putIfAbsent(text, place);
        return true;
    }

    /** Returns the marks of missing values that the schema lacks, with the place of the first of each, by column. */
    public Map<Integer, Map<String, String>> marks() {
        return Collections.unmodifiableMap(marks);
    }

    private void flush() {
        int rows = position;
        if (flushed > Integer.MAX_VALUE - layout.rows() - rows) {
            throw new TableException(
                    "the table has more than " + flushed + " rows; read fewer files, or limit the rows");
        }
        if (misfits.isEmpty() && layout.bytes(rows) > 0) {
            MemorySegment block = blocks.begin(layout.bytes(rows));
            for (int c = 0; c < numbers.length; c++) {
                long offset = layout.offset(c, rows);
                switch (layout.cells(c)) {
                    case NUMBERS ->
                        MemorySegment.copy(numbers[c], 0, block, ValueLayout.JAVA_DOUBLE_UNALIGNED, offset, rows);
                    case CODES -> MemorySegment.copy(codes[c], 0, block, ValueLayout.JAVA_INT_UNALIGNED, offset, rows);
                    case NONE -> {}
                }
            }
            blocks.end(block);
        }
        flushed += rows;
        position = 0;
    }

    /** Returns the complete table, which its owner frees; the builder must not be used afterwards. */
    public TableContents finish() {
        if (position > 0) {
            flush();
        }
        List<List<String>> texts = new ArrayList<>();
        for (CategoryIndex index : categories) {
            texts.add(index == null ? List.of() : index.texts());
        }
        Arrays.fill(numbers, new double[0]);
        Arrays.fill(codes, new int[0]);
        TableContents contents = new TableContents(layout, blocks.finish(), flushed, texts, places, blocks::close);
        isFinished = true;
        return contents;
    }

    @Override
    public void close() {
        if (!isFinished) {
            isFinished = true;
            blocks.close();
        }
    }
}
