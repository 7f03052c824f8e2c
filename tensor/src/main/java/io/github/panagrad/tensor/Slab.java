package io.github.panagrad.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one owner of some off-heap memory: tensors are allocated from it and die with it.
 *
 * <p>A program has few slabs and keeps them long (the parameters of a network, the workspace of a trainer), because
 * closing shared memory costs tens of microseconds and briefly stops other threads. Memory is zeroed and aligned to
 * {@value #ALIGNMENT} bytes, a cache line. It is counted neither against {@code -Xmx} nor against
 * {@code -XX:MaxDirectMemorySize}; the limit is the memory of the machine or the container, because a system that
 * promises more ends the process when it is used.
 *
 * <p>Threads may share a slab. {@link #close} may be called by any thread, and again without harm; it fails, and
 * changes nothing, while another thread is inside a native call on this memory.
 */
public final class Slab implements AutoCloseable {
    /** The alignment of every allocation, in bytes. */
    public static final int ALIGNMENT = 64;

    private static final AtomicLong TOTAL_BYTES = new AtomicLong();

    /** Any machine has this much; querying it takes longer than a short training run. */
    private static final long UNCHECKED_BYTES = 1L << 28;

    /** Queried once, and only when much memory is requested. */
    private static final class Machine {
        static final long BYTES =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private final String name;
    private final Arena arena = Arena.ofShared();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Opens an empty slab.
     *
     * @param name what the memory is for, as it should appear in an error message
     */
    public Slab(String name) {
        this.name = name;
    }

    /** Returns the bytes that all open slabs of this process hold. */
    public static long totalBytes() {
        return TOTAL_BYTES.get();
    }

    /** Returns the bytes this slab holds. */
    public long bytes() {
        return bytes.get();
    }

    /** Returns whether the slab can still be used. */
    public boolean isOpen() {
        return arena.scope().isAlive();
    }

    /**
     * Allocates a zeroed tensor.
     *
     * @throws IllegalStateException if the slab was closed
     * @throws NativeMemoryException if allocation fails
     */
    public Tensor allocate(DType dtype, int rows, int columns) {
        return Tensor.over(allocateBytes(Tensor.byteSize(dtype, rows, columns)), dtype, rows, columns);
    }

    /**
     * Allocates zeroed bytes.
     *
     * @throws IllegalStateException if the slab was closed
     * @throws NativeMemoryException if allocation fails
     */
    public synchronized MemorySegment allocateBytes(long size) {
        long held = totalBytes();
        if (size > UNCHECKED_BYTES - held && size > Machine.BYTES - held) {
            throw new NativeMemoryException(name, size, held, Machine.BYTES);
        }
        try {
            MemorySegment segment = arena.allocate(size, ALIGNMENT);
            bytes.addAndGet(size);
            TOTAL_BYTES.addAndGet(size);
            return segment;
        } catch (OutOfMemoryError e) {
            throw new NativeMemoryException(name, size, held, e);
        }
    }

    /**
     * Frees the memory. Every later access to a tensor of this slab throws {@link IllegalStateException}.
     *
     * @throws IllegalStateException if another thread is inside a native call on this memory
     */
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            TOTAL_BYTES.addAndGet(-bytes.getAndSet(0));
        }
    }
}
