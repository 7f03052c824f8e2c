package io.github.panagrad.table.parquet;

import dev.hardwood.HardwoodContext;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.SchemaNode;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.Column;
import io.github.panagrad.table.Role;
import io.github.panagrad.table.Schema;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.source.SourceColumns;
import io.github.panagrad.table.source.TableSource;
import io.github.panagrad.table.store.TableBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Parquet file. */
public final class ParquetSource implements TableSource {
    private static final int BATCH_ROWS = 8192;

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

    private ParquetSource(Path file, List<ParquetField> fields) {
        this.file = file;
        this.fields = fields;
        columns = new SourceColumns(
                fields.stream().map(ParquetField::name).toList(),
                true,
                fields.stream().map(field -> field.guess(file.toString())).toList());
    }

    /** Returns whether a file begins like Parquet, or is named so. */
    public static boolean isParquet(Path file) {
        return ParquetFooter.isParquet(file);
    }

    /**
     * Reads the columns of a file.
     *
     * @throws TableException if the file cannot be read, or is not a sound Parquet file
     */
    public static ParquetSource open(Path file) {
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
                return new ParquetSource(file, List.copyOf(fields));
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
            requireCodec(reader.getFileMetaData(), leaf.columnIndex());
            leaves.add(leaf);
            targets.add(new ParquetColumn(file.toString(), leaf, field.kind(), column, target, into));
        }
        // The library takes a dot for the path of a nested column, so a column with a dot in its name, or without a
        // name,
        // can only be read together with all others.
        boolean isAll = leaves.stream()
                .anyMatch(leaf -> leaf.name().isBlank() || leaf.name().contains("."));
        ColumnProjection projection = isAll
                ? ColumnProjection.all()
                : ColumnProjection.columns(
                        leaves.stream().map(ColumnSchema::name).toArray(String[]::new));
        ParquetPages.check(
                file,
                reader.getFileMetaData(),
                positions(isAll ? reader.getFileSchema().getColumns() : leaves));
        try (ColumnReaders batches =
                reader.buildColumnReaders(projection).batchSize(BATCH_ROWS).build()) {
            List<ColumnReader> readers = leaves.stream()
                    .map(leaf ->
                            isAll ? batches.getColumnReader(leaf.columnIndex()) : batches.getColumnReader(leaf.name()))
                    .toList();
            long rows = copy(batches, readers, targets, into);
            long expected = reader.getFileMetaData().numRows();
            if (rows != expected && !into.isFull()) {
                throw ParquetFooter.damaged(file, "it has " + rows + " rows, but is said to have " + expected);
            }
        }
    }

    private static List<Integer> positions(List<ColumnSchema> leaves) {
        return leaves.stream().map(ColumnSchema::columnIndex).toList();
    }

    private void requireCodec(FileMetaData metadata, int leaf) {
        for (RowGroup group : metadata.rowGroups()) {
            if (leaf < group.columns().size()) {
                ColumnChunk chunk = group.columns().get(leaf);
                ParquetCodecs.require(file.toString(), chunk.metaData().codec());
            }
        }
    }

    /** Copies batch by batch, all columns in step; returns how many rows there were. */
    private static long copy(
            ColumnReaders batches, List<ColumnReader> readers, List<ParquetColumn> targets, TableBuilder into) {
        long row = 1;
        while (!into.isFull() && batches.nextBatch()) {
            int batch = batches.getRecordCount();
            for (int from = 0; from < batch && !into.isFull(); ) {
                int count = Math.min(batch - from, into.free());
                for (int c = 0; c < targets.size(); c++) {
                    targets.get(c).copy(readers.get(c), from, count, row);
                }
                into.endRows(count, row);
                row += count;
                from += count;
            }
        }
        return row - 1;
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
