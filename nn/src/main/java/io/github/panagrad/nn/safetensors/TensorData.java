package io.github.panagrad.nn.safetensors;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * Copies elements between tensors and the little-endian bytes of a file, independently of the native byte order.
 *
 * <p>Uses a buffer of {@value #BUFFER_BYTES} bytes instead of a memory-mapped file: if another process truncates a
 * mapped file, the JVM crashes with a bus error. The additional copy stays in the cache and is cheap compared with the
 * disk.
 */
final class TensorData {
    /** The size of the buffer: large enough to make system calls rare, small enough for the L2 cache. */
    static final int BUFFER_BYTES = 256 * 1024;

    private static final ValueLayout.OfFloat FILE_FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble FILE_DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private TensorData() {}

    /** A source of the bytes of a tensor. */
    @FunctionalInterface
    interface Source {
        /** Fills the whole buffer with the bytes from {@code offset} on, relative to the first byte of the tensor. */
        void fill(ByteBuffer buffer, long offset) throws IOException;
    }

    /**
     * Reads all elements, converting the type where it differs.
     *
     * @param stored the element type of the source
     * @param destination written; contiguous
     * @return the index of the first element that is finite in the source but infinite in the destination, or -1
     */
    static long read(Source source, DType stored, Tensor destination) throws IOException {
        int elements = destination.size();
        int step = BUFFER_BYTES / stored.bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = buffer(arena, elements, stored);
            for (int first = 0; first < elements; first += step) {
                int count = Math.min(step, elements - first);
                ByteBuffer bytes =
                        buffer.asSlice(0, (long) count * stored.bytes()).asByteBuffer();
                source.fill(bytes, (long) first * stored.bytes());
                int lost = decode(buffer, stored, destination, first, count);
                if (lost >= 0) {
                    return lost;
                }
            }
        }
        return -1;
    }

    /**
     * Looks for an element that is NaN or infinite.
     *
     * @param stored the element type of the source
     * @return the index of the first, or -1
     */
    static long firstNonFinite(Source source, DType stored, long elements) throws IOException {
        int step = BUFFER_BYTES / stored.bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = buffer(arena, elements, stored);
            for (long first = 0; first < elements; first += step) {
                int count = (int) Math.min(step, elements - first);
                source.fill(buffer.asSlice(0, (long) count * stored.bytes()).asByteBuffer(), first * stored.bytes());
                MemorySegment.copy(buffer, fileLayout(stored), 0, buffer, memoryLayout(stored), 0, count);
                int found = Tensor.over(buffer, stored, 1, count).firstNonFinite();
                if (found >= 0) {
                    return first + found;
                }
            }
        }
        return -1;
    }

    /**
     * Writes all elements in the tensor's own type.
     *
     * @param tensor read; contiguous
     * @param channel must consume every buffer completely
     */
    static void write(Tensor tensor, WritableByteChannel channel) throws IOException {
        DType type = tensor.dtype();
        int elements = tensor.size();
        int step = BUFFER_BYTES / type.bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = buffer(arena, elements, type);
            for (int first = 0; first < elements; first += step) {
                int count = Math.min(step, elements - first);
                MemorySegment.copy(
                        tensor.segment(),
                        memoryLayout(type),
                        (long) first * type.bytes(),
                        buffer,
                        fileLayout(type),
                        0,
                        count);
                channel.write(buffer.asSlice(0, (long) count * type.bytes()).asByteBuffer());
            }
        }
    }

    private static MemorySegment buffer(Arena arena, long elements, DType type) {
        return arena.allocate(Math.min(BUFFER_BYTES, elements * type.bytes()), Double.BYTES);
    }

    private static int decode(MemorySegment buffer, DType stored, Tensor destination, int first, int count) {
        MemorySegment to = destination.segment();
        long offset = (long) first * destination.dtype().bytes();
        if (stored == destination.dtype()) {
            MemorySegment.copy(buffer, fileLayout(stored), 0, to, memoryLayout(stored), offset, count);
            return -1;
        }
        return switch (stored) {
            case F32 -> {
                widen(buffer, to, offset, count);
                yield -1;
            }
            case F64 -> {
                int lost = narrow(buffer, to, offset, count);
                yield lost < 0 ? -1 : first + lost;
            }
        };
    }

    private static void widen(MemorySegment floats, MemorySegment to, long offset, int count) {
        for (int i = 0; i < count; i++) {
            double value = floats.get(FILE_FLOAT, (long) i * Float.BYTES);
            to.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset + (long) i * Double.BYTES, value);
        }
    }

    private static int narrow(MemorySegment doubles, MemorySegment to, long offset, int count) {
        for (int i = 0; i < count; i++) {
            double value = doubles.get(FILE_DOUBLE, (long) i * Double.BYTES);
            float narrowed = (float) value;
            if (Float.isInfinite(narrowed) && !Double.isInfinite(value)) {
                return i;
            }
            to.set(ValueLayout.JAVA_FLOAT_UNALIGNED, offset + (long) i * Float.BYTES, narrowed);
        }
        return -1;
    }

    private static ValueLayout fileLayout(DType type) {
        return switch (type) {
            case F32 -> FILE_FLOAT;
            case F64 -> FILE_DOUBLE;
        };
    }

    private static ValueLayout memoryLayout(DType type) {
        return switch (type) {
            case F32 -> ValueLayout.JAVA_FLOAT_UNALIGNED;
            case F64 -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
        };
    }
}
