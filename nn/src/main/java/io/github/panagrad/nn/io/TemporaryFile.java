package io.github.panagrad.nn.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that its process needs temporarily, {@code .panagrad-*} in a folder of the user.
 *
 * <p>It is locked while it is open. The system releases the lock when the process ends, however it ends; a file that can be
 * locked is therefore a leftover, which {@link #deleteLeftovers} deletes. On file systems without locks leftovers remain,
 * because they cannot be told apart from files in use.
 *
 * <p>For use by one thread; its channel is as thread-safe as any {@link FileChannel}.
 */
public final class TemporaryFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFile.class);
    private static final String PREFIX = ".panagrad-";
    private static final int ATTEMPTS = 10;

    /** Beyond any content, because Windows does not let others read a locked part of a file. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /**
     * The files of this process. It must not open them to test their locks: closing any channel of a file releases all locks
     * that the process holds on it (POSIX).
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private TemporaryFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates an empty file, open for reading and writing.
     *
     * @param folder must exist
     * @param suffix the end of the name, such as {@code .tmp}
     * @throws IOException if the file cannot be created
     */
    public static TemporaryFile create(Path folder, String suffix) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Random, because process IDs repeat if containers share a volume.
            Path path = folder.toRealPath().resolve(PREFIX + UUID.randomUUID() + suffix);
            OWN.add(path);
            TemporaryFile file;
            try {
                file = new TemporaryFile(
                        path,
                        FileChannel.open(
                                path,
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE));
            } catch (IOException | RuntimeException e) {
                OWN.remove(path);
                throw e;
            }
            // Before it was locked, another process may have mistaken it for a leftover.
            if (file.lock() && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return file;
            }
            file.close();
        }
        throw new FileSystemException(folder.toString(), null, "every new file is deleted at once by another program");
    }

    /**
     * Creates a file for this process alone. If the system allows it (Linux, macOS), the file loses its name at once and lives
     * on until it is closed and no longer mapped, so that nothing remains of it however the process ends. Leftovers of killed
     * processes are deleted from the folder, because files like this one may be as large as the disk.
     *
     * @param folder must exist
     * @param suffix the end of the name, if it keeps one
     * @throws IOException if the file cannot be created
     */
    public static TemporaryFile createUnnamed(Path folder, String suffix) throws IOException {
        TemporaryFile file = create(folder, suffix);
        try {
            Files.deleteIfExists(file.path);
        } catch (IOException _) {
            // Windows. Closing deletes the file, or the exit of the JVM if it is still mapped then.
            file.path.toFile().deleteOnExit();
        }
        try {
            deleteLeftovers(folder);
        } catch (IOException e) {
            LOG.warn("{}: leftovers of killed processes cannot be deleted: {}", folder, IoReason.of(e));
        }
        return file;
    }

    private boolean lock() {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (IOException _) {
            // Without locks, nobody deletes leftovers either.
            return true;
        }
    }

    /** Returns the file's path, which it may no longer have. */
    public Path path() {
        return path;
    }

    /** Returns the file's content. */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Renames the file in one step, replacing any file of that name; it is then no longer deleted.
     *
     * @throws IOException if that fails; this file is then unchanged
     */
    public void moveTo(Path target) throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Closes the file, and deletes it unless it was moved.
     *
     * @throws IOException if the system reports an error
     */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(path);
        } finally {
            OWN.remove(path);
        }
    }

    /**
     * Deletes the files that killed processes left in a folder. Those of running processes are kept, as are those that this
     * process may not write, such as other users'.
     *
     * @return how many files were deleted
     * @throws IOException if the folder cannot be read or a leftover cannot be deleted
     */
    public static int deleteLeftovers(Path folder) throws IOException {
        int deleted = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.toRealPath(), PREFIX + "*")) {
            for (Path file : files) {
                if (!OWN.contains(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    deleted += deleteUnlessInUse(file) ? 1 : 0;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return deleted;
    }

    private static boolean deleteUnlessInUse(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            return lock != null && Files.deleteIfExists(file);
        } catch (NoSuchFileException | AccessDeniedException _) {
            return false;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (IOException | OverlappingFileLockException _) {
            return null;
        }
    }
}
