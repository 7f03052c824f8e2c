package io.github.panagrad.nn.io;

import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/**
 * Reads and writes files for a thread that may be interrupted. An interrupt closes the file that a {@code FileChannel} is at work
 * on; for a thread that was interrupted before, every file.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /**
     * Something that reads or writes files.
     *
     * @param <T> its result
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Task<T, X extends Exception> {
        /** Does it; from the beginning where it is called again. */
        T run() throws X;
    }

    /**
     * Does a task as if the thread were not interrupted. If an interrupt arrives meanwhile and makes it fail, it is done again.
     * The thread is interrupted afterwards if it was before or in between.
     */
    public static <T, X extends Exception> T call(Task<T, X> task) throws X {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return task.run();
                } catch (Exception e) {
                    if (!isByInterrupt(e)) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isByInterrupt(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedByInterruptException || cause instanceof FileLockInterruptionException) {
                return true;
            }
        }
        return false;
    }
}
