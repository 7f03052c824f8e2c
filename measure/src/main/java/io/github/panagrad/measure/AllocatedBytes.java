package io.github.panagrad.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;

/** The bytes that the current thread and the threads of all worker teams have allocated on the heap. Reading it allocates nothing. */
final class AllocatedBytes {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The prefix of the names of a {@link io.github.panagrad.nn.parallel.WorkerTeam}'s threads. */
    private static final String WORKERS = "panagrad-";

    private final long[] threads;

    /** Covers the threads that exist now. */
    AllocatedBytes() {
        threads = Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(info -> info != null
                        && (info.getThreadName().startsWith(WORKERS)
                                || info.getThreadId() == Thread.currentThread().threadId()))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
    }

    /** Returns the bytes since each thread began. */
    long read() {
        long sum = 0;
        for (long thread : threads) {
            // One by one: querying all at once allocates an array.
            sum += THREADS.getThreadAllocatedBytes(thread);
        }
        return sum;
    }
}
