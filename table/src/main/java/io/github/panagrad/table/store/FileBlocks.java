package io.github.panagrad.table.store;

import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.io.TemporaryFile;
import io.github.panagrad.table.TableException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Blocks in an unnamed file, mapped into memory when it is complete. */
final class FileBlocks implements Blocks {
    private static final int ALIGNMENT = 64;

    private final Path folder;
    private final TemporaryFile file;
    private final Arena arena = Arena.ofShared();
    private final List<Long> ends = new ArrayList<>();
    private @Nullable Arena stagingArena = Arena.ofConfined();
    private @Nullable MemorySegment staging;
    private long written;

    FileBlocks(Path folder) {
        this.folder = folder;
        try {
            file = TemporaryFile.createUnnamed(folder, ".table");
        } catch (IOException e) {
            throw failed("cannot be created", e);
        }
    }

    @Override
    public MemorySegment begin(long bytes) {
        MemorySegment memory = staging;
        Arena owner = stagingArena;
        if (memory == null || memory.byteSize() < bytes) {
            if (owner == null) {
                throw new IllegalStateException("finished");
            }
            memory = owner.allocate(bytes, ALIGNMENT);
            staging = memory;
        }
        return memory.asSlice(0, bytes);
    }

    @Override
    public void end(MemorySegment block) {
        ByteBuffer rest = block.asByteBuffer();
        try {
            while (rest.hasRemaining()) {
                written += file.channel().write(rest);
            }
        } catch (IOException e) {
            throw failed("cannot be written after " + written + " bytes", e);
        }
        ends.add(written);
    }

    @Override
    public List<MemorySegment> finish() {
        closeStaging();
        List<MemorySegment> blocks = new ArrayList<>(ends.size());
        try {
            MemorySegment whole = file.channel().map(FileChannel.MapMode.READ_ONLY, 0, written, arena);
            file.channel().close();
            long from = 0;
            for (long to : ends) {
                blocks.add(whole.asSlice(from, to - from));
                from = to;
            }
        } catch (IOException e) {
            throw failed("cannot be mapped into memory", e);
        }
        return List.copyOf(blocks);
    }

    private void closeStaging() {
        if (stagingArena != null) {
            stagingArena.close();
            stagingArena = null;
            staging = null;
        }
    }

    private TableException failed(String what, IOException e) {
        return new TableException(
                "the table's file in " + folder + " " + what + ": " + IoReason.of(e)
                        + "; name another folder for it, or make room there",
                e);
    }

    @Override
    public void close() {
        closeStaging();
        arena.close();
        try {
            file.close();
        } catch (IOException e) {
            throw failed("cannot be removed", e);
        }
    }
}
