package io.github.panagrad.nn.safetensors;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Map;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file that is open for reading. Its header is in memory; its tensors are read on demand.
 *
 * <p>Opening checks the whole header against the actual length of the file, so that no memory is allocated for sizes
 * that are merely claimed, and every tensor of an open file lies within the file. Headers that would take much memory
 * are also rejected: more than about 33,000 tensors, or 8 million characters of names and metadata.
 *
 * <p>Threads may share an open file and read from it concurrently. The caller that opened it must close it. A thread
 * that is interrupted while reading closes the file for all threads, as with any {@link FileChannel}.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final int LENGTH_BYTES = Long.BYTES;

    private final Path path;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, String> metadata;
    private final Map<String, TensorEntry> tensors;

    private SafetensorsFile(
            Path path,
            FileChannel channel,
            long dataStart,
            Map<String, String> metadata,
            Map<String, TensorEntry> tensors) {
        this.path = path;
        this.channel = channel;
        this.dataStart = dataStart;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.tensors = tensors;
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws SafetensorsException if there is no such file, it cannot be read, or it is not a safetensors file
     */
    public static SafetensorsFile open(Path path) {
        FileChannel channel = null;
        try {
            // Checked first, because opening a named pipe would block until it has a writer.
            if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
                String kind = Files.isDirectory(path) ? "a directory" : "not a regular file";
                throw new SafetensorsException(path, "this is " + kind + "; name a safetensors file");
            }
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return open(path, channel);
        } catch (IOException e) {
            closeAfter(channel, e);
            throw new SafetensorsException(
                    path, "cannot be read: " + IoReason.of(e) + "; check the path and its permissions", e);
        } catch (RuntimeException | Error e) {
            closeAfter(channel, e);
            throw e;
        }
    }

    private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new SafetensorsException(
                    path,
                    "has " + size + " bytes, but a safetensors file has at least 8; " + SafetensorsException.REMEDY);
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, length, 0);
        long headerBytes = length.getLong(0);
        if (headerBytes < 0 || headerBytes > size - LENGTH_BYTES) {
            throw new SafetensorsException(
                    path,
                    "the header should have " + Long.toUnsignedString(headerBytes) + " bytes, but only "
                            + (size - LENGTH_BYTES) + " follow: the file is truncated or is not a safetensors file");
        }
        if (headerBytes > HeaderParser.MAX_BYTES) {
            throw new SafetensorsException(
                    path,
                    "the header has " + headerBytes + " bytes, but the format allows at most " + HeaderParser.MAX_BYTES
                            + "; " + SafetensorsException.REMEDY);
        }
        long dataStart = LENGTH_BYTES + headerBytes;
        HeaderParser.Header header = HeaderParser.parse(path, new HeaderInput(channel, LENGTH_BYTES, dataStart));
        Map<String, TensorEntry> tensors = DataLayout.check(path, header.tensors(), size - dataStart);
        return new SafetensorsFile(path, channel, dataStart, header.metadata(), tensors);
    }

    private static void closeAfter(@Nullable FileChannel channel, Throwable failure) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Returns the path it was opened by. */
    public Path path() {
        return path;
    }

    /** Returns the file's {@code __metadata__}, in the order of the file; empty if absent. Unmodifiable. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Returns the file's tensors by name, in the order of their data. Unmodifiable. */
    public Map<String, TensorEntry> tensors() {
        return tensors;
    }

    /**
     * Reads a tensor of {@code F32} or {@code F64}, converting the elements to the type of the destination.
     *
     * <p>Only the number of elements must match; the caller can check the shape in {@link #tensors()}. NaN and infinity
     * are read like other numbers.
     *
     * @param destination written; contiguous. Its elements are undefined after an exception
     * @throws SafetensorsException if the file has no such tensor, its element type is unsupported, its number of
     *     elements differs, an {@code F64} number exceeds the range of the destination, or the file cannot be read
     * @throws IllegalArgumentException if the destination is not contiguous
     * @throws IllegalStateException if this file or the slab of the destination is closed
     */
    public void read(String name, Tensor destination) {
        TensorEntry entry = entry(name);
        String tensor = "tensor " + Quoted.of(name);
        DType stored = type(entry, tensor);
        if (!destination.isContiguous()) {
            throw new IllegalArgumentException(
                    tensor + " cannot be read into " + destination + ", a view with gaps between its rows");
        }
        if (entry.elements() != destination.size()) {
            throw new SafetensorsException(
                    path,
                    tensor + " has the shape " + Quoted.bare(entry.shape().toString()) + ", " + entry.elements()
                            + " elements, but expected " + destination.shape());
        }
        long start = dataStart + entry.begin();
        long lost = read(tensor, (buffer, offset) -> fill(channel, buffer, start + offset), stored, destination);
        if (lost >= 0) {
            throw new SafetensorsException(
                    path,
                    tensor + ": element " + lost + " is too large for "
                            + destination.dtype().label() + "; read the file as " + stored.label());
        }
    }

    /**
     * Returns the index of the first element of a tensor of {@code F32} or {@code F64} that is NaN or infinite, or -1 if all
     * are finite; the tensor is not kept.
     *
     * @throws SafetensorsException if the file has no such tensor, its element type is unsupported, or the file cannot be read
     * @throws IllegalStateException if this file is closed
     */
    public long firstNonFinite(String name) {
        TensorEntry entry = entry(name);
        String tensor = "tensor " + Quoted.of(name);
        DType stored = type(entry, tensor);
        long start = dataStart + entry.begin();
        try {
            return TensorData.firstNonFinite(
                    (buffer, offset) -> fill(channel, buffer, start + offset), stored, entry.elements());
        } catch (IOException e) {
            throw unreadable(tensor, e);
        }
    }

    /**
     * Adds the bytes of all tensors to a checksum, in the order of the file.
     *
     * @throws SafetensorsException if the file cannot be read
     * @throws IllegalStateException if this file is closed
     */
    public void addTo(Checksum sum) {
        requireOpen();
        long end = dataStart
                + tensors.values().stream().mapToLong(TensorEntry::end).max().orElse(0);
        ByteBuffer buffer = ByteBuffer.allocateDirect(TensorData.BUFFER_BYTES);
        try {
            for (long next = dataStart; next < end; next += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - next));
                fill(channel, buffer, next);
                sum.update(buffer.flip());
            }
        } catch (IOException e) {
            throw new SafetensorsException(path, "cannot be read: " + IoReason.of(e), e);
        }
    }

    private DType type(TensorEntry entry, String tensor) {
        return switch (entry.dtype()) {
            case "F32" -> DType.F32;
            case "F64" -> DType.F64;
            default ->
                throw new SafetensorsException(
                        path,
                        tensor + " has dtype " + Quoted.bare(entry.dtype())
                                + ", but only F32 and F64 can be read; convert the file");
        };
    }

    private void requireOpen() {
        if (!channel.isOpen()) {
            throw new IllegalStateException(path + " is closed");
        }
    }

    private TensorEntry entry(String name) {
        requireOpen();
        TensorEntry entry = tensors.get(name);
        if (entry == null) {
            throw new SafetensorsException(
                    path,
                    "has no tensor " + Quoted.of(name) + "; it has " + tensors.size() + ": "
                            + Quoted.list(tensors.keySet()));
        }
        return entry;
    }

    private long read(String tensor, TensorData.Source source, DType stored, Tensor destination) {
        try {
            return TensorData.read(source, stored, destination);
        } catch (IOException e) {
            throw unreadable(tensor, e);
        }
    }

    private SafetensorsException unreadable(String tensor, IOException e) {
        return new SafetensorsException(path, tensor + " cannot be read: " + IoReason.of(e), e);
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        long next = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, next);
            if (count < 0) {
                throw new EOFException("it was truncated while it was read");
            }
            next += count;
        }
    }

    /**
     * Closes the file; closing it again has no effect. If another thread is reading, its read fails.
     *
     * @throws SafetensorsException if the system reports an error
     */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SafetensorsException(path, "cannot be closed: " + IoReason.of(e), e);
        }
    }

    /** Returns the path. */
    @Override
    public String toString() {
        return path.toString();
    }
}
