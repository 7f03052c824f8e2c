package io.github.panagrad.table.store;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Receives the blocks of a table one after the other, and returns them. Used by one thread until {@link #finish}, closed
 * once.
 */
sealed interface Blocks extends AutoCloseable permits MemoryBlocks, FileBlocks {
    /** Returns where to put the next block, which {@link #end} then completes. */
    MemorySegment begin(long bytes);

    /** Takes the block that was begun, now filled. */
    void end(MemorySegment block);

    /** Returns all blocks; readable by any thread until closed. */
    List<MemorySegment> finish();

    /** Frees everything. */
    @Override
    void close();
}
