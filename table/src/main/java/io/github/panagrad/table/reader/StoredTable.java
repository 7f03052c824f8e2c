package io.github.panagrad.table.reader;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.store.BlockLayout;
import io.github.panagrad.table.store.TableContents;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A table off the heap, in native memory or in a mapped file. Immutable; threads may share it. It must not be closed
 * while another thread reads it.
 *
 * <p>The values are stored in blocks of up to 8,192 rows in memory and 65,536 in a file, and within a block column by column: 8 bytes for a number or a truth
 * value, 4 for a category. Reading neighbouring rows of a column is therefore fast, and reading rows in any order within a
 * block stays within a few pages of the file.
 */
public final class StoredTable implements Table {
    /** A shorter read is usually followed by reads of the other columns of these rows: the surrounding pages are useful. */
    private static final int LOADED_ROWS = 1 << 12;

    private final Schema schema;
    private final TableContents contents;
    private final Storage storage;
    private final List<String> notes;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    StoredTable(Schema schema, TableContents contents, Storage storage, List<String> notes) {
        this.schema = schema;
        this.contents = contents;
        this.storage = storage;
        this.notes = List.copyOf(notes);
    }

    /** Returns where the values are kept. */
    public Storage storage() {
        return storage;
    }

    /** Returns how many bytes the values take. */
    public long bytes() {
        return contents.bytes();
    }

    /** Returns the number of rows of each block but the last; the rows of a block are stored together. */
    public int blockRows() {
        return contents.layout().rows();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int rows() {
        return contents.rows();
    }

    @Override
    public void numbers(int column, int from, int count, double[] into) {
        check(column, from, count, into.length, BlockLayout.Cells.NUMBERS);
        int blockRows = contents.layout().rows();
        for (int done = 0; done < count; ) {
            int row = from + done;
            MemorySegment block = contents.blocks().get(row / blockRows);
            int inBlock = Math.min(blockRows, contents.rows() - row / blockRows * blockRows);
            int start = row % blockRows;
            int length = Math.min(inBlock - start, count - done);
            long offset = contents.layout().offset(column, inBlock) + (long) start * Double.BYTES;
            if (count >= LOADED_ROWS) {
                load(block, offset, (long) length * Double.BYTES);
            }
            MemorySegment.copy(block, ValueLayout.JAVA_DOUBLE_UNALIGNED, offset, into, done, length);
            done += length;
        }
    }

    @Override
    public void codes(int column, int from, int count, int[] into) {
        check(column, from, count, into.length, BlockLayout.Cells.CODES);
        int blockRows = contents.layout().rows();
        for (int done = 0; done < count; ) {
            int row = from + done;
            MemorySegment block = contents.blocks().get(row / blockRows);
            int inBlock = Math.min(blockRows, contents.rows() - row / blockRows * blockRows);
            int start = row % blockRows;
            int length = Math.min(inBlock - start, count - done);
            long offset = contents.layout().offset(column, inBlock) + (long) start * Integer.BYTES;
            if (count >= LOADED_ROWS) {
                load(block, offset, (long) length * Integer.BYTES);
            }
            MemorySegment.copy(block, ValueLayout.JAVA_INT_UNALIGNED, offset, into, done, length);
            done += length;
        }
    }

    /**
     * Tells the system to read a range of a column from a mapped file. Otherwise it reads ahead around every missing page, on
     * some machines 8 MB, which includes other columns; if the table is larger than memory, those pages are evicted before they are used.
     */
    private static void load(MemorySegment block, long offset, long bytes) {
        if (block.isMapped()) {
            block.asSlice(offset, bytes).load();
        }
    }

    @Override
    public List<String> categories(int column) {
        requireCells(column, BlockLayout.Cells.CODES);
        return contents.categories().get(column);
    }

    @Override
    public String place(int row) {
        return contents.places().place(Objects.checkIndex(row, contents.rows()));
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    /** Returns this table, which must no longer be used, with some columns ignored and more notes. */
    StoredTable ignoring(List<Integer> columns, List<String> more) {
        List<Column> all = new ArrayList<>(schema.columns());
        columns.forEach(c -> all.set(c, all.get(c).withRole(Role.IGNORED)));
        List<String> allNotes = new ArrayList<>(notes);
        allNotes.addAll(more);
        return new StoredTable(schema.withColumns(all), contents, storage, allNotes);
    }

    private void check(int column, int from, int count, int room, BlockLayout.Cells cells) {
        if (isClosed.get()) {
            throw new IllegalStateException("the table was closed");
        }
        requireCells(column, cells);
        Objects.checkFromIndexSize(from, count, contents.rows());
        Objects.checkFromIndexSize(0, count, room);
    }

    private void requireCells(int column, BlockLayout.Cells cells) {
        Column asked =
                schema.columns().get(Objects.checkIndex(column, schema.columns().size()));
        if (contents.layout().cells(column) != cells) {
            throw new IllegalArgumentException("column " + Quoted.of(asked.name()) + " is "
                    + (asked.role() == Role.IGNORED
                            ? "ignored and has no values"
                            : asked.type() + ", which has no "
                                    + (cells == BlockLayout.Cells.CODES ? "codes" : "numbers")));
        }
    }

    /** Frees the memory, or the file. */
    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            contents.owner().close();
        }
    }
}
