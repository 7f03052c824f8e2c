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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extracts the declared files into a folder named after their content, only once even if several processes need it
 * concurrently. Only files that nobody but the user and root can have written are used, after their checksums were verified.
 *
 * <p>A folder gets its name only when it is complete: the files are written to a temporary folder next to it, forced to
 * disk and checked, and the folder is renamed. Meanwhile other processes wait for a lock, which also makes repairs
 * safe.
 */
final class LibraryCache {
    private static final Logger log = LoggerFactory.getLogger(LibraryCache.class);

    private static final Set<PosixFilePermission> ONLY_MINE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> MINE_TO_CHANGE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> MINE_TO_WRITE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> MY_LOCK = PosixFilePermissions.fromString("rw-------");

    /** What follows the key in the names of folders that are being written or deleted. */
    private static final String PART = ".part-";

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final FileTrust trust;

    /**
     * @param folder the cache folder; created if it does not exist
     */
    LibraryCache(Path folder) {
        this(folder, FileTrust.ofThisProcess());
    }

    /**
     * @param trust decides whose files are used
     */
    LibraryCache(Path folder, FileTrust trust) {
        this.folder = folder;
        this.trust = trust;
    }

    /**
     * Returns the folder with the extracted files.
     *
     * @throws UntrustedFileException if others can write to the cache folder
     * @throws IOException if the files do not exist yet and cannot be written
     */
    Path provide(DeclaredContents contents) throws IOException {
        createPrivateFolder(folder);
        Path cache = trust.requireFolder(folder);
        Path target = cache.resolve(contents.key());
        if (fault(target, contents).isEmpty()) {
            return target; // Without the lock, so that a pre-filled cache may be read-only.
        }
        Path lockFile = cache.resolve(contents.key() + ".lock");
        try (FileChannel channel = FileChannel.open(
                        lockFile,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                        with(MY_LOCK, lockFile));
                FileLock lock = lock(channel)) {
            Optional<String> fault = fault(target, contents);
            if (lock.isValid() && fault.isEmpty()) {
                return target; // Another process was faster.
            }
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                log.warn("OpenBLAS is extracted again: {}", fault.orElse(""));
            }
            deleteLeftovers(cache, contents.key());
            extractTo(target, contents);
            return target;
        }
    }

    /** Extracts into a folder, which must be empty or not exist yet, without coordination with other processes. */
    static void extract(Path target, DeclaredContents contents) throws IOException {
        for (DeclaredEntry entry : contents.entries()) {
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
     * Returns why the files must not be loaded, if they must not: they are not those of the jar, or another user may have
     * written them. A power failure can leave a file of the right size without its content, which would end the JVM.
     */
    private Optional<String> fault(Path target, DeclaredContents contents) throws IOException {
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(target + " is not a folder");
        }
        Optional<String> fault = trust.objection(target);
        for (DeclaredEntry entry : contents.entries()) {
            fault = fault.isPresent() ? fault : fault(target.resolve(entry.name()), entry);
        }
        return fault;
    }

    private Optional<String> fault(Path file, DeclaredEntry entry) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(file + " is not a file");
        }
        Optional<String> objection = trust.objection(file);
        if (objection.isPresent()) {
            return objection;
        }
        return Files.size(file) == entry.size() && checksum(file) == entry.crc()
                ? Optional.empty()
                : Optional.of(file + " does not match its checksum");
    }

    private static long checksum(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                crc.update(buffer, 0, count);
            }
        }
        return crc.getValue();
    }

    private static void extractTo(Path target, DeclaredContents contents) throws IOException {
        Path cache = Objects.requireNonNull(target.getParent());
        Path building = Files.createTempDirectory(cache, contents.key() + PART);
        try {
            extract(building, contents);
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                // Damaged, or not ours. Moved away instead of overwritten, because a process that has it loaded would
                // crash;
                // within the same folder, because another user's folder cannot be moved to another one.
                Path old = cache.resolve(building.getFileName() + "-old");
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
                deleteLeftover(old);
            }
            Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(building);
            throw e;
        }
    }

    /** Deletes leftovers of killed processes; the caller holds the lock, so nobody is writing there. */
    private static void deleteLeftovers(Path cache, String key) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(cache, key + PART + "*")) {
            for (Path leftover : leftovers) {
                deleteLeftover(leftover);
            }
        }
    }

    /** Another user's folder may resist, and is harmless under its new name. */
    private static void deleteLeftover(Path leftover) {
        try {
            delete(leftover);
        } catch (IOException e) {
            log.debug("a leftover cannot be deleted", e);
        }
    }

    private static void write(DeclaredEntry entry, Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream from = new CheckedInputStream(entry.open(), crc);
                FileChannel channel = FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        with(MINE_TO_WRITE, file))) {
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

    /** Creates the folder for this user only. Folders above may hold other things, which others may read. */
    private static void createPrivateFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = folder.toAbsolutePath().getParent();
        if (above != null) {
            Files.createDirectories(above, with(MINE_TO_CHANGE, folder));
        }
        Files.createDirectories(folder, with(ONLY_MINE, folder));
    }

    /** Returns the permissions for a new file, whatever the user's umask would give to others. */
    private static FileAttribute<?>[] with(Set<PosixFilePermission> permissions, Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
