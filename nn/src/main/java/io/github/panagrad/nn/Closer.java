package io.github.panagrad.nn;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was made so far where making the rest fails. */
final class Closer {
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        made.push(resource);
        return resource;
    }

    /** Closes everything, last first. */
    void close() {
        for (AutoCloseable resource : made) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing failed", e);
            }
        }
    }
}
