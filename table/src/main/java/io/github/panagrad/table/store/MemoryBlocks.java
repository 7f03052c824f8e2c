package io.github.panagrad.table.store;

import io.github.panagrad.table.TableException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Blocks in native memory. */
final class MemoryBlocks implements Blocks {
    private static final int ALIGNMENT = 64;

    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> blocks = new ArrayList<>();
    private long bytes;

    @Override
    public MemorySegment begin(long size) {
        try {
            MemorySegment block = arena.allocate(size, ALIGNMENT);
            bytes += size;
            return block;
        } catch (OutOfMemoryError e) {
            throw new TableException(
                    "the table does not fit into memory: " + bytes + " bytes were allocated, but not " + size
                            + " more; keep it in a file, or read fewer columns or rows",
                    e);
        }
    }

    @Override
    public void end(MemorySegment block) {
        blocks.add(block);
    }

    @Override
    public List<MemorySegment> finish() {
        return List.copyOf(blocks);
    }

    @Override
    public void close() {
        arena.close();
    }
}
