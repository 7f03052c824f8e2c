package io.github.panagrad.nn.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the calls that are using some memory, so that closing it neither fails nor waits: once closed, new calls are rejected,
 * and the last call to leave frees the memory. Entering and leaving allocate nothing. Thread-safe.
 */
public final class Users {
    /** Closing adds this to the number of users. */
    private static final int CLOSED = Integer.MIN_VALUE;

    private final String owner;
    private final Runnable free;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Starts open and without users.
     *
     * @param owner whose memory it is, for the message that rejects a call
     * @param free frees the memory; run again if closed again, so it must be idempotent
     */
    public Users(String owner, Runnable free) {
        this.owner = owner;
        this.free = free;
    }

    /**
     * Begins a call, which must {@link #leave}.
     *
     * @throws IllegalStateException if it was closed
     */
    public void enter() {
        int users;
        do {
            users = count.get();
            if (users < 0) {
                throw closed();
            }
        } while (!count.compareAndSet(users, users + 1));
    }

    /** Ends a call. */
    public void leave() {
        if (count.decrementAndGet() == CLOSED) {
            free.run();
        }
    }

    /** Returns whether it has been closed, even if still in use. */
    public boolean isClosed() {
        return count.get() < 0;
    }

    /**
     * Requires that it was not closed, without entering.
     *
     * @throws IllegalStateException if it was
     */
    public void requireOpen() {
        if (isClosed()) {
            throw closed();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("the " + owner + " was closed");
    }

    /** Refuses new calls from now on, and frees the memory if there are no users. */
    public void close() {
        if (count.updateAndGet(users -> users < 0 ? users : users + CLOSED) == CLOSED) {
            free.run();
        }
    }
}
