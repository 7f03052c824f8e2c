package io.github.panagrad.table.input;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ColumnChoices;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.TableFiles;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table in files, which whoever knows what the columns are for reads in that way. Its own values are those that the options ask
 * for; they are read when one is asked for.
 */
public final class TableFile implements Table {
    private final List<Path> files;
    private final ReadOptions options;
    private @Nullable StoredTable values;
    private boolean isClosed;

    TableFile(List<Path> files, ReadOptions options) {
        this.files = List.copyOf(files);
        this.options = options;
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a table needs at least one file");
        }
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw new TableException(TableFiles.folder(file));
            }
            if (!Files.exists(file)) {
                throw new TableException(Quoted.path(file) + " cannot be read: there is no such file");
            }
        }
    }

    /** Returns the files. */
    public List<Path> files() {
        return files;
    }

    /**
     * Reads the files with a target; the caller closes the table.
     *
     * @param target by name or by position from 0
     * @param ignored columns to leave out, likewise, besides those of the options
     * @throws TableException as {@link TableReader#read} does
     */
    public StoredTable readWithTarget(String target, List<String> ignored) {
        requireOpen();
        if (options.schema() != null) {
            throw new TableException(
                    "the table is read with a schema, which says what the columns are for: leave it out, so that "
                            + Quoted.of(target) + " can be the target");
        }
        List<String> all = new ArrayList<>(options.choices().ignored());
        all.addAll(ignored);
        return TableReader.read(files, options.withTarget(target).withIgnored(all));
    }

    /**
     * Reads the files as the columns of another table, such as that of a model; the caller closes the table.
     *
     * @param isTargetRequired whether the target of the schema must be there
     * @throws TableException as {@link TableReader#read} does
     */
    public StoredTable readAs(Schema schema, boolean isTargetRequired) {
        requireOpen();
        return TableReader.read(
                files,
                options.withChoices(ColumnChoices.DEFAULTS).withSchema(schema).withTargetRequired(isTargetRequired));
    }

    private synchronized void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the table was closed");
        }
    }

    private synchronized StoredTable values() {
        requireOpen();
        StoredTable found = values;
        if (found == null) {
            found = TableReader.read(files, options);
            values = found;
        }
        return found;
    }

    @Override
    public Schema schema() {
        return values().schema();
    }

    @Override
    public int rows() {
        return values().rows();
    }

    @Override
    public void numbers(int column, int from, int count, double[] into) {
        values().numbers(column, from, count, into);
    }

    @Override
    public void codes(int column, int from, int count, int[] into) {
        values().codes(column, from, count, into);
    }

    @Override
    public List<String> categories(int column) {
        return values().categories(column);
    }

    @Override
    public String place(int row) {
        return values().place(row);
    }

    @Override
    public List<String> notes() {
        return values().notes();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        StoredTable found = values;
        if (found != null) {
            found.close();
        }
    }

    @Override
    public String toString() {
        return "Table of " + files;
    }
}
