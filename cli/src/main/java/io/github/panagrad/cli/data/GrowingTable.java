package io.github.panagrad.cli.data;

import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A table whose number of rows is not known yet, filled number by number, off the heap in chunks that are freed one by
 * one as the whole is put together. Used by one thread, and closed by it.
 */
final class GrowingTable implements AutoCloseable {
    private static final int CHUNK_ELEMENTS = 1 << 19;

    private final Rows.Storage storage;
    private final int columns;
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private int used = CHUNK_ELEMENTS;
    private long elements;

    /** Some of the numbers, in memory of their own. */
    private static final class Chunk implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment segment;

        Chunk(Rows.Storage storage) {
            segment = arena.allocate((long) CHUNK_ELEMENTS * storage.bytes(), storage.bytes());
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    /**
     * Makes an empty table.
     *
     * @param storage floats or doubles
     */
    GrowingTable(Rows.Storage storage, int columns) {
        this.storage = storage;
        this.columns = columns;
    }

    /** Adds the next number, narrowed to the storage. */
    void add(double value) {
        if (used == CHUNK_ELEMENTS) {
            chunks.add(new Chunk(storage));
            used = 0;
        }
        MemorySegment segment = chunks.getLast().segment;
        if (storage == Rows.Storage.F32) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, used, (float) value);
        } else {
            segment.setAtIndex(ValueLayout.JAVA_DOUBLE, used, value);
        }
        used++;
        elements++;
    }

    /** Returns the whole table, in memory that is freed with its last use, and empties this. */
    Rows finish() {
        MemorySegment whole = Arena.ofAuto().allocate(elements * storage.bytes(), Double.BYTES);
        long offset = 0;
        while (!chunks.isEmpty()) {
            Chunk chunk = chunks.removeFirst();
            long bytes = Math.min(chunk.segment.byteSize(), whole.byteSize() - offset);
            MemorySegment.copy(chunk.segment, 0, whole, offset, bytes);
            offset += bytes;
            chunk.close();
        }
        return new Rows(whole, storage, Math.toIntExact(elements / columns), columns, 1);
    }

    @Override
    public void close() {
        chunks.forEach(Chunk::close);
        chunks.clear();
    }
}
