package io.github.panagrad.blas;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private folder for as long as a library is being loaded from it. Creating one deletes those that killed processes of the
 * same user left in the same place.
 *
 * <p>A folder in use has a locked file in it, and the operating system releases the lock of a process that was killed.
 */
final class TemporaryFolder implements AutoCloseable {
    static final String PREFIX = "panagrad-blas-";

    /** The folders of this process: closing a second channel to a locked file would release the lock. */
    private static final String OWN_PREFIX = PREFIX
            + Long.toHexString(ProcessHandle.current().pid()) + "-"
            + Long.toHexString(ProcessHandle.current()
                    .info()
                    .startInstant()
                    .map(Instant::toEpochMilli)
                    .orElse(0L))
            + "-";

    private static final String LOCK = "lock";

    /** Another process may delete a folder in the moment between its creation and its lock. */
    private static final int ATTEMPTS = 20;

    private static final Logger log = LoggerFactory.getLogger(TemporaryFolder.class);

    private final Path path;
    private final FileChannel channel;

    private TemporaryFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Creates a folder that nobody else can write to. */
    static TemporaryFolder in(Path parent) throws IOException {
        FileTrust trust = FileTrust.ofThisProcess();
        deleteLeftovers(parent, trust);
        for (int i = 0; i < ATTEMPTS; i++) {
            Path path = Files.createTempDirectory(parent, OWN_PREFIX);
            FileChannel channel = lock(path);
            if (channel != null) {
                TemporaryFolder folder = new TemporaryFolder(path, channel);
                try {
                    trust.requireFolder(path);
                    return folder;
                } catch (IOException e) {
                    folder.close();
                    throw e;
                }
            }
        }
        throw new IOException("every new folder in " + parent + " is deleted by another process at once");
    }

    /** Returns the open, locked file of a new folder, or null if another process took the folder for a leftover. */
    private static @Nullable FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (isFree(channel) && Files.exists(file)) {
            return channel;
        }
        channel.close();
        return null;
    }

    /** Locks the file, if no other process has. Where files cannot be locked, nobody deletes anything. */
    private static boolean isFree(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (IOException | OverlappingFileLockException e) {
            log.debug("a temporary folder cannot be locked", e);
            return true;
        }
    }

    private static void deleteLeftovers(Path parent, FileTrust trust) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                try {
                    if (!String.valueOf(folder.getFileName()).startsWith(OWN_PREFIX)
                            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                            && trust.owns(folder)) {
                        deleteIfAbandoned(folder);
                    }
                } catch (IOException e) {
                    // Also in use, or deleted by another process meanwhile.
                    log.debug("a temporary folder is left alone: {}", folder, e);
                }
            }
        }
    }

    private static void deleteIfAbandoned(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(folder); // Fails if it is not empty; its process may be about to create the lock.
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                delete(folder);
            }
        }
    }

    /** Deletes the lock last, so that a process that is killed meanwhile leaves a folder that is known as a leftover. */
    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!file.endsWith(LOCK)) {
                    LibraryCache.delete(file);
                }
            }
        }
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.delete(folder);
    }

    Path path() {
        return path;
    }

    /** Deletes the folder: a library that is loaded does not need its file. */
    @Override
    public void close() throws IOException {
        try {
            delete(path);
        } finally {
            channel.close();
        }
    }
}
