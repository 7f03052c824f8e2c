package io.github.panagrad.onnx.format;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** The numbers of a constant. */
sealed interface Constant {
    /** Returns how many bytes they are in a file. */
    long bytes();

    /**
     * Writes them in little-endian order.
     *
     * @param channel must consume every buffer completely
     */
    void writeTo(WritableByteChannel channel) throws IOException;

    /** Returns the numbers of an array. */
    static Constant of(double... values) {
        ByteBuffer bytes = buffer(values.length, Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return new Small(bytes);
    }

    /** Returns the numbers of an array. */
    static Constant of(float... values) {
        ByteBuffer bytes = buffer(values.length, Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new Small(bytes);
    }

    /** Returns the numbers of an array. */
    static Constant of(long... values) {
        ByteBuffer bytes = buffer(values.length, Long.BYTES);
        bytes.asLongBuffer().put(values);
        return new Small(bytes);
    }

    private static ByteBuffer buffer(int numbers, int bytes) {
        return ByteBuffer.allocate(Math.multiplyExact(numbers, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Numbers in a buffer. */
    record Small(ByteBuffer data) implements Constant {
        @Override
        public long bytes() {
            return data.capacity();
        }

        @Override
        public void writeTo(WritableByteChannel channel) throws IOException {
            channel.write(data.duplicate().clear());
        }
    }

    /**
     * The numbers of a tensor, which are read when they are written, and not copied before.
     *
     * @param tensor float32, contiguous
     */
    record Weights(Tensor tensor) implements Constant {
        private static final int BUFFER_BYTES = 256 * 1024;

        private static final ValueLayout.OfFloat FILE_FLOAT =
                ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

        /** Checks the tensor. */
        public Weights {
            if (tensor.dtype() != DType.F32 || !tensor.isContiguous()) {
                throw new IllegalArgumentException("expected a contiguous tensor of float32, found " + tensor);
            }
        }

        @Override
        public long bytes() {
            return (long) tensor.size() * Float.BYTES;
        }

        @Override
        public void writeTo(WritableByteChannel channel) throws IOException {
            int step = BUFFER_BYTES / Float.BYTES;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(BUFFER_BYTES, Float.BYTES);
                for (int first = 0; first < tensor.size(); first += step) {
                    int count = Math.min(step, tensor.size() - first);
                    MemorySegment.copy(
                            tensor.segment(),
                            ValueLayout.JAVA_FLOAT_UNALIGNED,
                            (long) first * Float.BYTES,
                            buffer,
                            FILE_FLOAT,
                            0,
                            count);
                    channel.write(buffer.asSlice(0, (long) count * Float.BYTES).asByteBuffer());
                }
            }
        }
    }
}
