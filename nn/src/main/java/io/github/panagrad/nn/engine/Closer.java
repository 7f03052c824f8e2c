package io.github.panagrad.nn.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was made so far where making the rest fails. */
public final class Closer {
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    /** Remembers and returns a resource. */
    public <T extends AutoCloseable> T add(T resource) {
        made.push(resource);
        return resource;
    }

    /** Closes everything, last first. */
    public void close() {
        for (AutoCloseable resource : made) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing failed", e);
            }
        }
    }
}
