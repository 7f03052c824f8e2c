package io.github.panagrad.table.parquet;

import dev.hardwood.HardwoodContext;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.SchemaNode;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.source.Guess;
import io.github.panagrad.table.source.SourceColumns;
import io.github.panagrad.table.source.TableSource;
import io.github.panagrad.table.store.TableBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A Parquet file. */
public final class ParquetSource implements TableSource {
    private final Path file;
    private final List<ParquetField> fields;
    private final SourceColumns columns;

    static {
        // How many pages of each column are decoded ahead; the library reads it when it is loaded. With its default of
        // 8,
        // 50 columns of 1 MB pages would exceed the heap of a small container.
        if (System.getProperty("hardwood.internal.maxOutstanding") == null) {
            System.setProperty("hardwood.internal.maxOutstanding", "2");
        }
    }

    private ParquetSource(Path file, List<ParquetField> fields, List<Guess> guesses) {
        this.file = file;
        this.fields = fields;
        columns = new SourceColumns(fields.stream().map(ParquetField::name).toList(), true, guesses);
    }

    /**
     * Reads the columns of a file, and finds out from its first rows which texts are dates.
     *
     * @throws TableException if the file cannot be read, or is not a sound Parquet file
     */
    public static ParquetSource open(Path file, CellReader cells) {
        return open(file, (reader, fields) -> ParquetSample.guesses(reader, file, fields, cells));
    }

    /** The same without looking at any row. */
    public static ParquetSource openKnown(Path file) {
        return open(
                file,
                (_, fields) -> fields.stream()
                        .map(field -> field.guess(file.toString()))
                        .toList());
    }

    private static ParquetSource open(
            Path file, BiFunction<ParquetFileReader, List<ParquetField>, List<Guess>> guessing) {
        ParquetFooter.check(file);
        return guarded(file, () -> {
            try (ParquetFileReader reader = ParquetFileReader.open(new CheckedInput(file))) {
                ParquetFooter.check(file, reader.getFileMetaData());
                List<ParquetField> fields = new ArrayList<>();
                for (SchemaNode node : reader.getFileSchema().getRootNode().children()) {
                    // As in CSV files, a column without a name is known by its position.
                    String name = node.name().isBlank() ? Integer.toString(fields.size()) : node.name();
                    fields.add(
                            node instanceof SchemaNode.PrimitiveNode primitive
                                            && primitive.repetitionType() != RepetitionType.REPEATED
                                    ? ParquetField.of(
                                            name, reader.getFileSchema().getColumn(primitive.columnIndex()))
                                    : ParquetField.nested(name));
                }
                return new ParquetSource(file, List.copyOf(fields), guessing.apply(reader, fields));
            }
        });
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public SourceColumns columns() {
        return columns;
    }

    @Override
    public void read(FieldMap map, Schema schema, TableBuilder into) {
        guarded(file, () -> {
            try (HardwoodContext context = HardwoodContext.create();
                    ParquetFileReader reader = ParquetFileReader.open(new CheckedInput(file), context)) {
                into.begin(file.toString(), "row");
                read(reader, map, schema, into);
                return true;
            }
        });
    }

    private void read(ParquetFileReader reader, FieldMap map, Schema schema, TableBuilder into) throws IOException {
        List<ColumnSchema> leaves = new ArrayList<>();
        List<ParquetColumn> targets = new ArrayList<>();
        for (int f = 0; f < fields.size(); f++) {
            int target = map.column(f);
            if (target == FieldMap.NONE || schema.columns().get(target).role() == Role.IGNORED) {
                continue;
            }
            Column column = schema.columns().get(target);
            ParquetField field = fields.get(f);
            ColumnSchema leaf = field.leaf();
            if (leaf == null || field.kind() == ParquetField.Kind.UNREADABLE) {
                throw new TableException(field.problem(file.toString()));
            }
            field.requireSameDates(file.toString(), column);
            requireCodec(reader.getFileMetaData(), leaf.columnIndex());
            leaves.add(leaf);
            targets.add(new ParquetColumn(file.toString(), leaf, field, column, target, into));
        }
        try (ParquetRows rows = new ParquetRows(file, reader, leaves)) {
            copy(rows, targets, into);
        }
    }

    private void requireCodec(FileMetaData metadata, int leaf) {
        for (RowGroup group : metadata.rowGroups()) {
            if (leaf < group.columns().size()) {
                ColumnChunk chunk = group.columns().get(leaf);
                ParquetCodecs.require(file.toString(), chunk.metaData().codec());
            }
        }
    }

    private static void copy(ParquetRows rows, List<ParquetColumn> targets, TableBuilder into) {
        long row = 1;
        while (!into.isFull() && rows.available() > 0) {
            int count = Math.min(rows.available(), into.free());
            for (int c = 0; c < targets.size(); c++) {
                targets.get(c).copy(rows.values(c), count, row);
            }
            rows.advance(count);
            into.endRows(count, row);
            row += count;
        }
    }

    /** Performs an operation of the library. */
    private interface Task<T> {
        T run() throws IOException;
    }

    /** Whatever the library throws at a damaged file becomes one kind of exception. */
    private static <T> T guarded(Path file, Task<T> task) {
        try {
            return task.run();
        } catch (TableException e) {
            throw e;
        } catch (IOException
                | RuntimeException
                | OutOfMemoryError
                | StackOverflowError
                | LinkageError
                | InternalError e) {
            Throwable cause = root(e);
            String remedy = isNotLoaded(cause)
                    ? "the libraries that unpack it are put into the folder of temporary files, which must not be mounted"
                            + " noexec: name another with -Djava.io.tmpdir=FOLDER"
                    : "it may be damaged: write it again";
            throw new TableException(file + " cannot be read as Parquet: " + reason(cause) + "; " + remedy, e);
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether a library in machine code could not be loaded; where that fails a second time only the text says so. */
    private static boolean isNotLoaded(Throwable cause) {
        return cause instanceof UnsatisfiedLinkError
                || String.valueOf(cause.getMessage()).contains("UnsatisfiedLinkError");
    }

    private static String reason(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            return "it asks for more memory than there is";
        }
        // The text of such an exception means nothing to a user; --debug shows it.
        boolean isStumble = cause instanceof NullPointerException
                || cause instanceof IndexOutOfBoundsException
                || cause instanceof NegativeArraySizeException
                || cause instanceof ClassCastException
                || cause instanceof ArithmeticException;
        String message = cause.getMessage();
        return isStumble || message == null ? "its metadata is contradictory" : Quoted.sentence(message);
    }
}
