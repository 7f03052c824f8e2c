package io.github.panagrad.nn.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Workspaces that threads take and give back; when all are taken, one more is made. Taking and giving allocate nothing. */
public final class RowActivationsPool implements AutoCloseable {
    private final AtomicReferenceArray<@Nullable RowActivations> slots;
    private final Supplier<RowActivations> maker;
    private volatile boolean closed;

    /** Makes a pool that keeps so many. */
    public RowActivationsPool(int capacity, Supplier<RowActivations> maker) {
        this.slots = new AtomicReferenceArray<>(capacity);
        this.maker = maker;
    }

    /** Takes one, or makes one. */
    public RowActivations take() {
        if (closed) {
            throw new IllegalStateException("the predictor was closed");
        }
        for (int i = 0; i < slots.length(); i++) {
            if (slots.get(i) != null) {
                RowActivations taken = slots.getAndSet(i, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return maker.get();
    }

    /** Gives one back. */
    public void give(RowActivations workspace) {
        for (int i = 0; i < slots.length(); i++) {
            if (slots.get(i) == null && slots.compareAndSet(i, null, workspace)) {
                // Closed in between: nobody else would free it.
                if (closed) {
                    clear();
                }
                return;
            }
        }
        workspace.close();
    }

    private void clear() {
        for (int i = 0; i < slots.length(); i++) {
            RowActivations workspace = slots.getAndSet(i, null);
            if (workspace != null) {
                workspace.close();
            }
        }
    }

    /** Frees what was given back; what is still taken is freed when it is. */
    @Override
    public void close() {
        closed = true;
        clear();
    }
}
