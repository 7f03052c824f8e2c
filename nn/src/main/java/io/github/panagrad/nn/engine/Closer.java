package io.github.panagrad.nn.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes several resources as one: all of them, even if closing one of them fails. For use by one thread at a time. */
public final class Closer implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Remembers and returns a resource. */
    public <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /**
     * Closes everything, last first.
     *
     * @throws IllegalStateException the first failure, with the others suppressed; everything that could be closed has been
     *     closed by then
     */
    @Override
    public void close() {
        IllegalStateException failure = null;
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("cannot close: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes everything because of a failure, which is rethrown whatever happens while closing. */
    public void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
