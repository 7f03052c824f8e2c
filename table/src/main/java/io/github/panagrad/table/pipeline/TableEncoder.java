package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.row.NumberEncoder;
import io.github.panagrad.pipeline.row.PlaceEncoder;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.Texts;
import io.github.panagrad.table.Table;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table's features as inputs. Immutable; threads may share it, each with its own block. */
final class TableEncoder {
    /** A block stays in the second level of the cache, next to the numbers that go into it. */
    private static final int BLOCK_ELEMENTS = 32 * 1024;

    private static final int MAX_BLOCK_ROWS = 4096;

    /** A column of the table and its encoder. */
    private record NumberStep(int column, NumberEncoder encoder) {}

    /** The same for a categorical column. */
    private record PlaceStep(int column, PlaceEncoder.OfTable encoder) {}

    private final TableRows rows;
    private final int width;
    private final List<NumberStep> numberSteps = new ArrayList<>();
    private final List<PlaceStep> placeSteps = new ArrayList<>();

    /**
     * Prepares a table.
     *
     * @throws PipelineException if it lacks a column, or one is of another type
     */
    TableEncoder(Pipeline pipeline, TableRows rows) {
        this.rows = rows;
        width = pipeline.width();
        Table table = rows.table();
        Schema schema = table.schema();
        requireColumns(pipeline, schema);
        int at = 0;
        Map<String, Integer> positions = schema.positions();
        for (FittedColumn column : pipeline.columns()) {
            int index = positions.getOrDefault(column.name(), -1);
            switch (column) {
                case FittedColumn.Dropped _ -> {}
                case FittedColumn.MissingOnly _ -> numberSteps.add(new NumberStep(index, NumberEncoder.of(at)));
                case FittedColumn.Numbers numbers ->
                    numberSteps.add(new NumberStep(index, NumberEncoder.of(numbers, at)));
                case FittedColumn.Dates dates -> numberSteps.add(new NumberStep(index, NumberEncoder.of(dates, at)));
                case FittedColumn.Categories categories ->
                    placeSteps.add(
                            new PlaceStep(index, new PlaceEncoder(categories, at).ofTable(table.categories(index))));
            }
            at += column.inputs().size();
        }
    }

    /** Requires that a table has the columns that a pipeline encodes. */
    static void requireColumns(Pipeline pipeline, Schema schema) {
        List<String> absent = new ArrayList<>();
        Map<String, Integer> positions = schema.positions();
        for (FittedColumn column : pipeline.columns()) {
            if (column instanceof FittedColumn.Dropped) {
                continue;
            }
            Integer index = positions.get(column.name());
            if (index == null) {
                absent.add(column.name());
            } else {
                requireType(column.name(), column.type(), schema.columns().get(index));
            }
        }
        if (!absent.isEmpty()) {
            throw absent(pipeline, schema, absent);
        }
    }

    /** Requires that a column has the type that it had in training. */
    static void requireType(String name, ColumnType expected, Column found) {
        if (found.role() == Role.IGNORED) {
            throw new PipelineException("column " + Quoted.of(name)
                    + " is ignored in this table, but the model needs it; do not ignore it");
        }
        if (found.type() != expected) {
            throw new PipelineException("column " + Quoted.of(name) + " is " + Texts.label(found.type())
                    + " in this table, but was " + Texts.label(expected)
                    + " in training; correct its values, or read the table with the model's schema");
        }
    }

    private static PipelineException absent(Pipeline pipeline, Schema schema, List<String> absent) {
        Set<String> known = pipeline.schema().positions().keySet();
        List<String> unknown = schema.columns().stream()
                .map(Column::name)
                .filter(name -> !known.contains(name))
                .toList();
        String columns = (absent.size() == 1 ? "column " : "columns ") + Quoted.list(absent);
        return new PipelineException("the table has no " + columns + ", which the model needs; "
                + (unknown.isEmpty()
                        ? "add " + (absent.size() == 1 ? "it" : "them")
                        : "it has " + Quoted.list(unknown)
                                + ", which the model does not know: rename the columns that are the same"));
    }

    /** Memory for a block of rows; for use by one thread. */
    final class Block {
        private final int maxRows = Math.min(blockRows(), rows.size());
        private final double[] inputs = new double[maxRows * width];
        private final double[] numbers = new double[maxRows];
        private final int[] codes = new int[maxRows];
        private final TableRows.Scratch scratch = rows.scratch(maxRows);

        /**
         * Encodes rows.
         *
         * @param from the first position
         * @param count the number of rows, at most {@link #blockRows()}
         * @return row-major, overwritten by the next call
         * @throws PipelineException if a number is infinite or too large, naming its place
         */
        double[] encode(int from, int count) {
            Arrays.fill(inputs, 0, count * width, 0);
            for (NumberStep step : numberSteps) {
                rows.numbers(step.column(), from, count, numbers, scratch);
                int bad = step.encoder().encode(numbers, count, inputs, width);
                if (bad >= 0) {
                    throw unusable(step.column(), from + bad, scratch);
                }
            }
            for (PlaceStep step : placeSteps) {
                rows.codes(step.column(), from, count, codes, scratch);
                step.encoder().encode(codes, count, inputs, width);
            }
            return inputs;
        }
    }

    /** Memory for a block of rows as elements of a type, off the heap; for use by one thread. */
    private final class ElementBlock implements AutoCloseable {
        private final Block block = new Block();
        private final float[] narrow = new float[blockRows() * width];
        private final Arena arena = Arena.ofShared();
        private final MemorySegment offHeap = arena.allocate((long) blockRows() * width * Double.BYTES, Double.BYTES);

        /** Encodes rows as elements of a type; overwritten by the next call. */
        private MemorySegment encode(int from, int count, DType dtype) {
            double[] inputs = block.encode(from, count);
            int elements = count * width;
            if (dtype == DType.F64) {
                MemorySegment.copy(inputs, 0, offHeap, ValueLayout.JAVA_DOUBLE, 0, elements);
            } else {
                for (int i = 0; i < elements; i++) {
                    narrow[i] = (float) inputs[i];
                }
                MemorySegment.copy(narrow, 0, offHeap, ValueLayout.JAVA_FLOAT, 0, elements);
            }
            return offHeap.asSlice(0, (long) elements * dtype.bytes());
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    int blockRows() {
        return blockRows(width);
    }

    /** Returns the rows of a block of rows with some inputs. */
    static int blockRows(int width) {
        return Math.clamp(BLOCK_ELEMENTS / width, 1, MAX_BLOCK_ROWS);
    }

    /**
     * Encodes all rows, on a few threads.
     *
     * @throws PipelineException if a number is infinite or too large, or the storage cannot be allocated
     */
    Rows encode(DType dtype, EncodedStorage storage) {
        int size = rows.size();
        long rowBytes = (long) width * dtype.bytes();
        try (EncodedMemory memory = EncodedMemory.of(storage, size * rowBytes)) {
            List<ElementBlock> blocks = new ArrayList<>();
            try {
                Parallel.run(Math.ceilDiv(size, blockRows()), () -> {
                    ElementBlock block = new ElementBlock();
                    synchronized (blocks) {
                        blocks.add(block);
                    }
                    return task -> {
                        int from = task * blockRows();
                        int count = Math.min(blockRows(), size - from);
                        memory.put(block.encode(from, count, dtype), from * rowBytes);
                    };
                });
            } finally {
                blocks.forEach(ElementBlock::close);
            }
            Rows.Storage elements = dtype == DType.F32 ? Rows.Storage.F32 : Rows.Storage.F64;
            return new Rows(memory.finish(), elements, size, width, 1);
        }
    }

    private PipelineException unusable(int column, int position, TableRows.Scratch scratch) {
        double[] value = new double[1];
        rows.numbers(column, position, 1, value, scratch);
        return NumberEncoder.unusable(
                rows.place(position) + ": column "
                        + Quoted.of(rows.table().schema().columns().get(column).name()),
                value[0]);
    }
}
