package io.github.panagrad.nn.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Workspaces that threads take and give back; if all are taken, another is made. Taking and giving allocate nothing. */
public final class RowActivationsPool implements AutoCloseable {
    private final AtomicReferenceArray<@Nullable RowActivations> slots;
    private final Supplier<RowActivations> maker;

    /** Makes a pool that keeps a number of workspaces. */
    public RowActivationsPool(int capacity, Supplier<RowActivations> maker) {
        this.slots = new AtomicReferenceArray<>(capacity);
        this.maker = maker;
    }

    /** Takes one, or makes one. */
    public RowActivations take() {
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
                return;
            }
        }
        workspace.close();
    }

    /** Frees the workspaces that were given back; none may be taken afterwards. */
    @Override
    public void close() {
        for (int i = 0; i < slots.length(); i++) {
            RowActivations workspace = slots.getAndSet(i, null);
            if (workspace != null) {
                workspace.close();
            }
        }
    }
}
