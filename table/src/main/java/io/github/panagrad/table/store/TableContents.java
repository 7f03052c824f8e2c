package io.github.panagrad.table.store;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The values of a table.
 *
 * @param layout where they are in a block
 * @param blocks all full but the last
 * @param rows the number of rows
 * @param categories the distinct texts of each column; empty for columns of numbers
 * @param places where the rows come from
 * @param owner frees the blocks when it is closed
 */
public record TableContents(
        BlockLayout layout,
        List<MemorySegment> blocks,
        int rows,
        List<List<String>> categories,
        RowPlaces places,
        Owner owner) {
    /** Copies the lists. */
    public TableContents {
        blocks = List.copyOf(blocks);
        categories = List.copyOf(categories);
    }

    /** Frees memory. */
    public interface Owner extends AutoCloseable {
        @Override
        void close();
    }

    /** Returns the size of all blocks. */
    public long bytes() {
        return blocks.stream().mapToLong(MemorySegment::byteSize).sum();
    }
}
