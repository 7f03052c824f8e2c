package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.io.TemporaryFile;
import io.github.panagrad.pipeline.PipelineException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Memory that threads fill in parts, and that is then only read. */
sealed interface EncodedMemory extends AutoCloseable {
    /**
     * Allocates memory.
     *
     * @throws PipelineException if the file cannot be created
     */
    static EncodedMemory of(EncodedStorage storage, long bytes) {
        return switch (storage) {
            case EncodedStorage.Memory _ -> new OffHeap(bytes);
            case EncodedStorage.Mapped(Path folder) -> OnDisk.create(folder, bytes);
        };
    }

    /**
     * Writes a part. Threads may write different ones at once.
     *
     * @param part off-heap; read
     * @param at the first byte's place
     */
    void put(MemorySegment part, long at);

    /** Returns all of it, after all parts were written. */
    MemorySegment finish();

    /** Frees what is not part of what {@link #finish} returned. */
    @Override
    void close();

    /** Off-heap memory, freed by the garbage collector. */
    final class OffHeap implements EncodedMemory {
        private final MemorySegment segment;

        private OffHeap(long bytes) {
            try {
                segment = Arena.ofAuto().allocate(bytes, Long.BYTES);
            } catch (OutOfMemoryError e) {
                throw new PipelineException(
                        "no memory for " + bytes + " bytes of encoded rows; allow more, keep them in a file, or use"
                                + " fewer rows",
                        e);
            }
        }

        @Override
        public void put(MemorySegment part, long at) {
            MemorySegment.copy(part, 0, segment, at, part.byteSize());
        }

        @Override
        public MemorySegment finish() {
            return segment;
        }

        @Override
        public void close() {
            // The garbage collector frees it.
        }
    }

    /**
     * A file. It is written through a channel and mapped when it is complete: writing to a mapping ends the process when the disk is
     * full, where writing to a file throws.
     */
    final class OnDisk implements EncodedMemory {
        private final TemporaryFile file;
        private final long bytes;

        private OnDisk(TemporaryFile file, long bytes) {
            this.file = file;
            this.bytes = bytes;
        }

        private static OnDisk create(Path folder, long bytes) {
            try {
                return new OnDisk(TemporaryFile.createUnnamed(folder, ".rows"), bytes);
            } catch (IOException e) {
                throw new PipelineException(
                        folder + ": encoded rows cannot be kept there: " + IoReason.of(e)
                                + "; create the folder, or choose another",
                        e);
            }
        }

        @Override
        public void put(MemorySegment part, long at) {
            try {
                ByteBuffer buffer = part.asByteBuffer();
                while (buffer.hasRemaining()) {
                    file.channel().write(buffer, at + buffer.position());
                }
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }

        @Override
        public MemorySegment finish() {
            try {
                return file.channel().map(FileChannel.MapMode.READ_ONLY, 0, bytes, Arena.ofAuto());
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }

        private PipelineException cannotWrite(IOException e) {
            return new PipelineException(
                    file.path() + ": " + bytes + " bytes of encoded rows cannot be written: " + IoReason.of(e)
                            + "; make room, or choose another folder",
                    e);
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException _) {
                // Windows refuses to delete a mapped file; it is deleted when the JVM exits.
            }
        }
    }
}
