package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.CheckpointDescription;
import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.io.FolderLock;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.io.TemporaryFile;
import io.github.panagrad.nn.safetensors.NamedTensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoint folder of a training run in progress: it is locked against other runs, and keeps the last few
 * checkpoints. The caller that opened it must close it; not thread-safe.
 */
final class CheckpointFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

    /** A checkpoint as it is on disk; one that another run wrote under its name differs in its time. */
    private record Stamp(Path file, FileTime written, long bytes) {}

    private final Path directory;
    private final int keep;
    private final FolderLock.Locking locking;

    /** Whether the folder is one of several in a folder of ours, which then is created anew as well. */
    private final boolean isPart;

    private FolderLock lock;

    /** The checkpoints that this run found or wrote. */
    private Set<Stamp> known;

    private CheckpointFolder(Path directory, int keep, FolderLock.Locking locking, FolderLock lock) {
        this.directory = directory;
        this.keep = keep;
        this.locking = locking;
        this.lock = lock;
        isPart = Files.exists(directory.resolveSibling(FolderLock.NAME));
        known = stamps();
    }

    /**
     * Opens a folder, creates it if it does not exist, and deletes the leftovers of killed writers. If the file system does not
     * support locks nothing is deleted: another process may be writing there.
     *
     * @param resumed the checkpoint that the run is resumed from, or null for a new run
     * @throws CheckpointException if another training run uses the folder, or it contains checkpoints of another run
     * @throws IOException if the folder cannot be written to
     */
    static CheckpointFolder open(Checkpoints settings, @Nullable Path resumed) throws IOException {
        return open(settings, resumed, FileChannel::tryLock);
    }

    static CheckpointFolder open(Checkpoints settings, @Nullable Path resumed, FolderLock.Locking locking)
            throws IOException {
        Path directory = settings.directory();
        requireOwn(directory, resumed);
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
            }
        } catch (IOException e) {
            throw new IOException(
                    "cannot create the checkpoint folder " + directory + ": " + IoReason.of(e)
                            + "; create it or choose another folder",
                    e);
        }
        try {
            FolderLock lock = FolderLock.tryLock(directory, locking)
                    .orElseThrow(() -> new CheckpointException(
                            directory, "another training run writes its checkpoints here; choose another folder"));
            try {
                deleteLeftovers(directory, lock);
                return new CheckpointFolder(directory, settings.keep(), locking, lock);
            } catch (Throwable e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IOException("cannot write to the folder " + directory + ": " + IoReason.of(e), e);
        }
    }

    private static void deleteLeftovers(Path directory, FolderLock lock) throws IOException {
        if (lock.isExclusive()) {
            int leftovers = TemporaryFile.deleteLeftovers(directory);
            if (leftovers > 0) {
                LOG.info("{}: deleted {} unfinished files of killed writers", directory, leftovers);
            }
        }
    }

    /** Refuses to mix two training runs, because the newest file could then belong to either. */
    private static void requireOwn(Path directory, @Nullable Path resumed) {
        List<Path> files = CheckpointFile.list(directory);
        if (files.isEmpty()) {
            return;
        }
        if (resumed == null) {
            throw new CheckpointException(
                    directory,
                    "the folder already has " + files.size() + " checkpoints, the newest "
                            + files.getLast().getFileName() + ": resume from it, or choose an empty folder");
        }
        if (files.stream().noneMatch(file -> isSame(file, resumed))) {
            throw new CheckpointException(
                    directory,
                    "the folder already has checkpoints, but the training is resumed from " + resumed
                            + ": write to the folder of that checkpoint, or choose an empty one");
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException _) {
            return false;
        }
    }

    private Set<Stamp> stamps() {
        Set<Stamp> stamps = new HashSet<>();
        for (Path file : CheckpointFile.list(directory)) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(new Stamp(file, attributes.lastModifiedTime(), attributes.size()));
            } catch (IOException e) {
                LOG.debug("{} was deleted", file, e);
            }
        }
        return stamps;
    }

    /**
     * Creates and locks the folder again if it was deleted, moved or replaced since it was locked: the lock went with it, and
     * another training may have begun in its place.
     *
     * @param file the checkpoint to be written
     */
    private void takeAgain(Path file) throws IOException {
        if (lock.isInPlace()) {
            return;
        }
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IOException("cannot write " + file + ": the folder was replaced by a file");
        }
        try {
            Path parent = directory.toAbsolutePath().getParent();
            if (isPart && parent != null && !Files.isDirectory(parent)) {
                Files.createDirectory(parent);
            }
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
            }
        } catch (IOException e) {
            throw new IOException(
                    "cannot write " + file + ": the folder cannot be created again: " + IoReason.of(e), e);
        }
        FolderLock again = FolderLock.tryLock(directory, locking)
                .orElseThrow(() -> new IOException("cannot write " + file
                        + ": the folder was replaced, and another training run writes its checkpoints there now"));
        if (!known.containsAll(stamps())) {
            again.close();
            throw new IOException(
                    "cannot write " + file + ": the folder was replaced, and has checkpoints of another training run");
        }
        LOG.warn("{} had been deleted or replaced, and is in use again", directory);
        lock.close();
        lock = again;
    }

    /**
     * Writes a checkpoint, then deletes those that are no longer kept, and those of later steps: either this run was
     * resumed from an earlier one, or they are damaged. A folder that was deleted meanwhile is created anew.
     *
     * @return the file
     * @throws IOException if the checkpoint cannot be written; nothing is deleted in that case
     */
    Path write(CheckpointDescription description, List<NamedTensor> tensors) throws IOException {
        long step = description.progress().steps();
        Path file = CheckpointFile.file(directory, step);
        takeAgain(file);
        CheckpointFile.write(file, description, tensors);
        List<Path> files = CheckpointFile.list(directory);
        int own = files.indexOf(file);
        for (int i = 0; i < files.size(); i++) {
            if (i > own || i <= own - keep) {
                delete(files.get(i));
            }
        }
        known = stamps();
        return file;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} is no longer needed, but cannot be deleted: {}", file, IoReason.of(e));
        }
    }

    /** Releases the folder; closing it again has no effect. */
    @Override
    public void close() {
        lock.close();
    }
}
