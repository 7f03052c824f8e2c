package io.github.panagrad.nn.parallel;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that run the items of one task after another: the caller and {@code size - 1} daemon threads.
 *
 * <p>Each thread takes its own items first and then any that others have not started, so that a thread delayed by the operating
 * system costs its share and not the whole team's time; the caller works too, and depends on nobody. Between tasks the threads
 * spin for a while and then park. Running a task allocates nothing.
 *
 * <p>One thread at a time may call {@link #run}. The owner closes the team; closing twice is harmless.
 */
public final class WorkerTeam implements AutoCloseable {
    /** The most items a task can have. */
    public static final int MAX_ITEMS = (1 << 20) - 1;

    /**
     * How long a thread spins before it parks. Waking one that has parked takes tens of microseconds, as long as a small
     * network's whole step, so it should only happen between steps, or when the machine is busy with something else.
     */
    private static final long SPIN_NANOS = 100_000;

    /** Rounds of spinning between two looks at the clock. */
    private static final int ROUNDS = 4;

    private static final AtomicInteger TEAMS = new AtomicInteger();

    /** What a team runs. */
    @FunctionalInterface
    public interface Task {
        /**
         * Runs one item.
         *
         * @param item the item's number, from 0
         * @param worker the number of the thread, in [0, size), for its own scratch memory; the caller's is 0
         */
        void run(int item, int worker);
    }

    /** The number of the task, so that threads notice a new one. */
    private final AtomicLong generation = new AtomicLong();

    /**
     * A bit for each item, set when a thread takes it; after the last item all are set. A thread that is late from one task may
     * take an item of the next: it finds that task in place, because it was written before.
     */
    private volatile AtomicLongArray taken = new AtomicLongArray(1);

    /** The words of {@link #taken} that the task has bits in; in those after them all bits are set, from the previous task. */
    private int words;

    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final Thread[] threads;
    private final AtomicInteger[] parked;
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private @Nullable Task task;
    private volatile boolean closed;

    /**
     * Starts a team.
     *
     * @param size the number of threads, the caller's included; at least 1
     */
    public WorkerTeam(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a team needs at least 1 thread, found " + size);
        }
        threads = new Thread[size - 1];
        parked = new AtomicInteger[size - 1];
        int team = TEAMS.incrementAndGet();
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            parked[i] = new AtomicInteger();
            threads[i] = Thread.ofPlatform()
                    .daemon()
                    .name("panagrad-" + team + "-worker-" + worker)
                    .unstarted(() -> work(worker));
        }
        try {
            for (Thread thread : threads) {
                thread.start();
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** Returns the number of threads, the caller's included. */
    public int size() {
        return threads.length + 1;
    }

    /**
     * Runs items 0 to {@code items - 1} of a task and returns when all are done.
     *
     * @throws IllegalStateException if the team was closed or is running another task
     * @throws RuntimeException the first exception an item threw, once all items have ended; errors likewise
     */
    public void run(Task newTask, int items) {
        Objects.requireNonNull(newTask, "task");
        if (items < 0 || items > MAX_ITEMS) {
            throw new IllegalArgumentException("a task has 0 to " + MAX_ITEMS + " items, found " + items);
        }
        if (!busy.compareAndSet(0, 1)) {
            throw new IllegalStateException("the team is running another task");
        }
        Throwable thrown;
        try {
            if (closed) {
                throw new IllegalStateException("the team was closed");
            }
            task = newTask;
            pending.set(items);
            if (threads.length == 0 || items <= 1) {
                for (int item = 0; item < items; item++) {
                    runItem(item, 0);
                }
            } else {
                offer(items);
                generation.incrementAndGet();
                wake(items - 1);
                takeItems(0);
                awaitOthers();
            }
            task = null;
            // Before anyone else can run a task, whose failure it would be mistaken for.
            thrown = failure.getAndSet(null);
        } finally {
            busy.set(0);
        }
        if (thrown != null) {
            throw rethrown(thrown);
        }
    }

    private static RuntimeException rethrown(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            return exception;
        }
        return new UndeclaredThrowableException(thrown, "a task threw a checked exception, which it cannot declare");
    }

    /** Wakes the threads that have parked among the first few; more would find nothing to do. */
    private void wake(int most) {
        for (int i = 0; i < Math.min(most, threads.length); i++) {
            if (parked[i].get() != 0 && parked[i].compareAndSet(1, 0)) {
                LockSupport.unpark(threads[i]);
            }
        }
    }

    private void offer(int items) {
        words = Math.ceilDiv(items, Long.SIZE);
        AtomicLongArray bits = taken;
        if (bits.length() < words) {
            bits = new AtomicLongArray(words);
        }
        // Shifts count modulo 64: a last word that is full gets no bits.
        bits.set(words - 1, items % Long.SIZE == 0 ? 0 : -1L << items);
        for (int w = words - 2; w >= 0; w--) {
            bits.set(w, 0);
        }
        taken = bits;
    }

    /**
     * Runs a thread's own items, every {@code size}th, then any that the others have not started. As long as no thread is
     * delayed, each gets the same items in every task, and finds their memory in its cache.
     */
    private void takeItems(int worker) {
        AtomicLongArray bits = taken;
        // A late thread may see another number: it finds no bit that does not exist, or leaves some to others.
        int used = Math.min(words, bits.length());
        int last = used * Long.SIZE;
        for (int item = worker; item < last; item += size()) {
            if (take(bits, item)) {
                runItem(item, worker);
            }
        }
        for (int w = 0; w < used; w++) {
            for (long free = ~bits.get(w); free != 0; free = ~bits.get(w)) {
                int item = w * Long.SIZE + Long.numberOfTrailingZeros(free);
                if (take(bits, item)) {
                    runItem(item, worker);
                }
            }
        }
    }

    private static boolean take(AtomicLongArray bits, int item) {
        int w = item / Long.SIZE;
        long bit = 1L << item;
        for (long word = bits.get(w); (word & bit) == 0; word = bits.get(w)) {
            if (bits.compareAndSet(w, word, word | bit)) {
                return true;
            }
        }
        return false;
    }

    private void runItem(int item, int worker) {
        try {
            Task current = task;
            if (current != null) {
                current.run(item, worker);
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            if (pending.decrementAndGet() == 0 && worker != 0) {
                LockSupport.unpark(waiting.get());
            }
        }
    }

    private void awaitOthers() {
        long end = System.nanoTime() + SPIN_NANOS;
        while (pending.get() != 0 && System.nanoTime() - end < 0) {
            spin();
        }
        boolean interrupted = false;
        while (pending.get() != 0) {
            waiting.set(Thread.currentThread());
            if (pending.get() != 0) {
                LockSupport.park(this);
            }
            waiting.set(null);
            // The running items use memory that belongs to the caller, which must wait for them.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits about a hundred nanoseconds, short enough not to be late. */
    private static void spin() {
        for (int i = 0; i < ROUNDS; i++) {
            Thread.onSpinWait();
        }
    }

    private void work(int worker) {
        long last = 0;
        while (!closed) {
            long now = generation.get();
            if (now == last) {
                awaitTask(worker - 1, last);
            } else {
                last = now;
                takeItems(worker);
            }
        }
    }

    private void awaitTask(int index, long last) {
        long end = System.nanoTime() + SPIN_NANOS;
        while (System.nanoTime() - end < 0) {
            if (generation.get() != last || closed) {
                return;
            }
            spin();
        }
        parked[index].set(1);
        while (parked[index].get() == 1 && generation.get() == last && !closed) {
            LockSupport.park(this);
            // An interrupt left over from a task would make every park return at once.
            Thread.interrupted();
        }
        parked[index].set(0);
    }

    /** Stops the threads. A running item is finished first, by its thread. */
    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
