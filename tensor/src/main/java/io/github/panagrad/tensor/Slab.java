package io.github.panagrad.tensor;

import com.sun.management.OperatingSystemMXBean;
import io.github.panagrad.log.Warnings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
 *
 * <p>Closing is the owner's task. Where it was forgotten, the memory is freed some time after the slab and its tensors have become
 * unreachable. With the system property {@value #UNCLOSED_PROPERTY} set to {@code log}, that is logged as a warning, with the place
 * where the slab was opened; finding that place out takes time.
 */
public final class Slab implements AutoCloseable {
    /** The alignment of every allocation, in bytes. */
    public static final int ALIGNMENT = 64;

    /** The system property that asks for a warning, with the value {@code log}, where closing was forgotten. */
    public static final String UNCLOSED_PROPERTY = "panagrad.unclosed";

    private static final Cleaner CLEANER = Cleaner.create();

    private static final AtomicLong TOTAL_BYTES = new AtomicLong();

    /** Any machine has this much; querying it takes longer than a short training run. */
    private static final long UNCHECKED_BYTES = 1L << 28;

    /** Queried once, and only when much memory is requested. */
    private static final class Machine {
        static final long BYTES =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private final String name;
    private final Memory memory;
    private final Cleaner.Cleanable cleanable;

    /** The memory of a slab, which knows nothing of it: it is freed when the slab is unreachable. */
    private static final class Memory implements Runnable {
        private final String name;
        private final Arena arena = Arena.ofShared();
        private final AtomicLong bytes = new AtomicLong();

        /** Where the slab was opened, or null if nobody asks. */
        private final @Nullable Throwable opened;

        Memory(String name, @Nullable Throwable opened) {
            this.name = name;
            this.opened = opened;
        }

        boolean isOpen() {
            return arena.scope().isAlive();
        }

        void close() {
            if (isOpen()) {
                arena.close();
                TOTAL_BYTES.addAndGet(-bytes.getAndSet(0));
            }
        }

        /** Frees what was not closed; by the cleaner. */
        @Override
        public void run() {
            if (!isOpen()) {
                return;
            }
            long held = bytes.get();
            close();
            if (opened != null) {
                Warnings.warn(
                        Slab.class,
                        "nobody closed the " + name + ", whose " + held
                                + " bytes the garbage collector has freed; close() frees them at once. Opened at "
                                + Arrays.stream(opened.getStackTrace())
                                        .map(StackTraceElement::toString)
                                        .collect(Collectors.joining(" < ")));
            }
        }
    }

    /**
     * Opens an empty slab.
     *
     * @param name what the memory is for, as it should appear in an error message
     */
    public Slab(String name) {
        this.name = name;
        boolean isAsked = "log".equals(System.getProperty(UNCLOSED_PROPERTY));
        memory = new Memory(name, isAsked ? new Throwable() : null);
        cleanable = CLEANER.register(this, memory);
    }

    /** Returns the bytes that all open slabs of this process hold. */
    public static long totalBytes() {
        return TOTAL_BYTES.get();
    }

    /** Returns the bytes this slab holds. */
    public long bytes() {
        return memory.bytes.get();
    }

    /** Returns whether the slab can still be used. */
    public boolean isOpen() {
        return memory.isOpen();
    }

    /**
     * Allocates a zeroed tensor.
     *
     * @throws IllegalStateException if the slab was closed
     * @throws NativeMemoryException if allocation fails
     */
    public Tensor allocate(DType dtype, int rows, int columns) {
        return Tensor.over(allocateBytes(Tensor.byteSize(dtype, rows, columns)), dtype, rows, columns, this);
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
            MemorySegment segment = memory.arena.allocate(size, ALIGNMENT);
            memory.bytes.addAndGet(size);
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
        memory.close();
        // Only now, because a failed attempt is made again.
        cleanable.clean();
    }
}
