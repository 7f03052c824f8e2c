package io.github.panagrad.blas;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Extracts the bundled files into a folder named after their content, only once even if several processes need it
 * concurrently.
 *
 * <p>A folder gets its name only when it is complete: the files are written to a temporary folder next to it, forced to
 * disk and checked, and the folder is renamed. Meanwhile other processes wait for a lock, which also makes repairs
 * safe.
 */
final class LibraryCache {
    private final Path folder;

    /**
     * @param folder the cache folder; created if it does not exist
     */
    LibraryCache(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the folder with the extracted files.
     *
     * @throws IOException if they do not exist yet and cannot be written
     */
    Path provide(BundledContents contents) throws IOException {
        Path target = folder.resolve(contents.key());
        if (isComplete(target, contents)) {
            return target; // Without the lock, so that a pre-filled cache may be read-only.
        }
        createPrivateFolders(folder);
        Path lockFile = folder.resolve(contents.key() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock.isValid() && isComplete(target, contents)) {
                return target; // Another process was faster.
            }
            deleteLeftovers(contents.key());
            extractTo(target, contents);
            return target;
        }
    }

    /** Extracts into a folder, which must be empty or not exist yet, without coordination with other processes. */
    static void extract(Path target, BundledContents contents) throws IOException {
        for (BundledEntry entry : contents.entries()) {
            write(entry, target.resolve(entry.name()));
        }
    }

    /** Deletes a folder and the files in it. */
    static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(directory);
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                delete(file);
            }
        }
        Files.delete(directory);
    }

    /**
     * Checks sizes only: a full disk, a killed process or a power failure leaves a wrong size, and the content is
     * checked when it is written.
     */
    private static boolean isComplete(Path target, BundledContents contents) throws IOException {
        for (BundledEntry entry : contents.entries()) {
            Path file = target.resolve(entry.name());
            if (!Files.isRegularFile(file) || Files.size(file) != entry.size()) {
                return false;
            }
        }
        return true;
    }

    private void extractTo(Path target, BundledContents contents) throws IOException {
        Path building = Files.createTempDirectory(folder, contents.key() + ".part-");
        try {
            extract(building, contents);
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                // Damaged. Moved away instead of overwritten, because a process that has it loaded would crash.
                Path damaged = Files.createTempDirectory(folder, contents.key() + ".part-");
                Files.move(target, damaged.resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
                delete(damaged);
            }
            Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(building);
            throw e;
        }
    }

    /** Deletes leftovers of killed processes; the caller holds the lock, so nobody is writing there. */
    private void deleteLeftovers(String key) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, key + ".part-*")) {
            for (Path leftover : leftovers) {
                delete(leftover);
            }
        }
    }

    private static void write(BundledEntry entry, Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream from = new CheckedInputStream(entry.open(), crc);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream to = java.nio.channels.Channels.newOutputStream(channel);
            long size = from.transferTo(to);
            if (size != entry.size() || crc.getValue() != entry.crc()) {
                throw new IOException(
                        "the jar is damaged: " + entry.url() + " does not match its checksum; download it again");
            }
            channel.force(true);
        }
    }

    /** Waits for the lock. File locks do not block between threads of one JVM, so this method retries. */
    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another class loader extracts the library", e);
        }
    }

    private static void createPrivateFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] onlyMine = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectories(folder, onlyMine);
    }
}
