package io.github.panagrad.nn.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a folder that one run at a time may write to: a file in it, {@value #NAME}, that is locked. The system releases the
 * lock of a process that was killed. The caller that took it must close it; the file stays. Threads may share it.
 */
public final class FolderLock implements AutoCloseable {
    /** The name of the file. */
    public static final String NAME = ".panagrad.lock";

    private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

    /**
     * The files that this process has locked. It must not open them again: closing any channel of a file drops all locks that
     * the process has on it (POSIX).
     */
    private static final Set<Object> OWN = new HashSet<>();

    /** Locks a file. */
    @FunctionalInterface
    public interface Locking {
        /**
         * Locks the whole file.
         *
         * @return null if another process holds the lock
         * @throws OverlappingFileLockException if this process does
         * @throws IOException if the file cannot be locked
         */
        @Nullable
        FileLock tryLock(FileChannel file) throws IOException;
    }

    private final Path file;
    private final FileChannel channel;
    private final Object identity;
    private final boolean exclusive;

    private FolderLock(Path file, FileChannel channel, Object identity, boolean exclusive) {
        this.file = file;
        this.channel = channel;
        this.identity = identity;
        this.exclusive = exclusive;
    }

    /**
     * Takes the lock of a folder.
     *
     * @param folder must exist
     * @return empty if another run has it, in this process or another
     * @throws IOException if the folder cannot be written to
     */
    public static Optional<FolderLock> tryLock(Path folder) throws IOException {
        return tryLock(folder, FileChannel::tryLock);
    }

    /**
     * Takes the lock of a folder.
     *
     * @param folder must exist
     * @param locking how a file is locked
     * @return empty if another run has it, in this process or another
     * @throws IOException if the folder cannot be written to
     */
    public static Optional<FolderLock> tryLock(Path folder, Locking locking) throws IOException {
        Path file = folder.resolve(NAME);
        synchronized (OWN) {
            if (Files.exists(file) && OWN.contains(identity(file))) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean isTaken = false;
            try {
                Boolean exclusive = lock(folder, channel, locking);
                if (exclusive == null) {
                    return Optional.empty();
                }
                FolderLock taken = new FolderLock(file, channel, identity(file), exclusive);
                OWN.add(taken.identity);
                isTaken = true;
                return Optional.of(taken);
            } finally {
                if (!isTaken) {
                    channel.close();
                }
            }
        }
    }

    /** Returns whether the file is locked, false where that is not possible, or null if another run holds the lock. */
    private static @Nullable Boolean lock(Path folder, FileChannel channel, Locking locking) throws IOException {
        try {
            return locking.tryLock(channel) == null ? null : true;
        } catch (OverlappingFileLockException _) {
            return null;
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            throw e;
        } catch (IOException e) {
            // Some network file systems do not support locks, which must not prevent work.
            LOG.debug("{} cannot be locked", folder, e);
            return false;
        }
    }

    /** Returns what tells a file from any other, also from one that takes its name later while it is still open. */
    private static Object identity(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }

    /** Returns whether other runs are kept out; false where the file system does not support locks. */
    public boolean isExclusive() {
        return exclusive;
    }

    /** Returns whether the locked file still is where it was taken: false if the folder was deleted, moved or replaced. */
    public boolean isInPlace() {
        try {
            return identity(file).equals(identity);
        } catch (IOException _) {
            return false;
        }
    }

    /** Releases the folder; closing it again has no effect. */
    @Override
    public void close() {
        synchronized (OWN) {
            if (!channel.isOpen()) {
                return;
            }
            OWN.remove(identity);
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("{} cannot be closed", file, e);
            }
        }
    }
}
