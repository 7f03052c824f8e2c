package io.github.panagrad.serve.network;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Workspaces that were given back, so that a prediction allocates none. Without locks, and without anything that belongs to a thread: a
 * virtual thread leaves nothing behind. Thread-safe.
 */
final class WorkspacePool {
    private final AtomicReferenceArray<Workspace> slots;
    private final Supplier<Workspace> maker;

    /**
     * Makes a pool.
     *
     * @param capacity a power of two
     */
    WorkspacePool(int capacity, Supplier<Workspace> maker) {
        slots = new AtomicReferenceArray<>(capacity);
        this.maker = maker;
    }

    /** Takes one, or makes one. Threads look in different places first. */
    Workspace take() {
        int start = start();
        for (int i = 0; i < slots.length(); i++) {
            int slot = (start + i) & (slots.length() - 1);
            if (slots.getPlain(slot) != null) {
                Workspace taken = slots.getAndSet(slot, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return maker.get();
    }

    /** Gives one back; if there is no room, it is left to the garbage collector. */
    void give(Workspace workspace) {
        int start = start();
        for (int i = 0; i < slots.length(); i++) {
            int slot = (start + i) & (slots.length() - 1);
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, workspace)) {
                return;
            }
        }
    }

    private int start() {
        return (int) Thread.currentThread().threadId() & (slots.length() - 1);
    }
}
