package io.github.panagrad.nn.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Workspaces that threads take and give back; if all are taken, another is made. Taking and giving allocate nothing. */
public final class ActivationsPool implements AutoCloseable {
    private final AtomicReferenceArray<@Nullable EnsembleActivations> slots;
    private final Supplier<EnsembleActivations> maker;

    /** Makes a pool that keeps a number of workspaces. */
    public ActivationsPool(int capacity, Supplier<EnsembleActivations> maker) {
        this.slots = new AtomicReferenceArray<>(capacity);
        this.maker = maker;
    }

    /** Takes one, or makes one. */
    public EnsembleActivations take() {
        for (int i = 0; i < slots.length(); i++) {
            if (slots.get(i) != null) {
                EnsembleActivations taken = slots.getAndSet(i, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return maker.get();
    }

    /** Gives one back. */
    public void give(EnsembleActivations workspace) {
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
            EnsembleActivations workspace = slots.getAndSet(i, null);
            if (workspace != null) {
                workspace.close();
            }
        }
    }
}
