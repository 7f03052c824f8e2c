package io.github.panagrad.nn.checkpoint;

import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.safetensors.NamedTensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a training's checkpoints while that training runs: it is locked against other trainings, and holds the last few.
 * Closed by its owner; used by one thread.
 */
public final class CheckpointFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
    private static final String LOCK = ".panagrad.lock";

    /** Locks a file. */
    @FunctionalInterface
    interface Locking {
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

    private final Path directory;
    private final int keep;
    private @Nullable FileChannel lock;

    private CheckpointFolder(Path directory, int keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /**
     * Opens a folder, creates it if it does not exist, and deletes the leftovers of killed writers. Where the file system has no
     * locks nothing is deleted: another process may just be writing there.
     *
     * @param resumed the checkpoint that the training is resumed from, or null if it begins
     * @throws CheckpointException if another training uses the folder, or it has checkpoints of another training
     * @throws IOException if the folder cannot be written to
     */
    public static CheckpointFolder open(Checkpoints settings, @Nullable Path resumed) throws IOException {
        return open(settings, resumed, FileChannel::tryLock);
    }

    static CheckpointFolder open(Checkpoints settings, @Nullable Path resumed, Locking locking) throws IOException {
        Path directory = settings.directory();
        requireOwn(directory, resumed);
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
            }
        } catch (IOException e) {
            throw new IOException(
                    "cannot make the folder " + directory + " for checkpoints: " + IoReason.of(e)
                            + "; make it or choose another",
                    e);
        }
        CheckpointFolder folder = new CheckpointFolder(directory, settings.keep());
        try {
            if (folder.lock(locking)) {
                int leftovers = AtomicFile.deleteLeftovers(directory);
                if (leftovers > 0) {
                    LOG.info("{}: deleted {} unfinished files of writers that were killed", directory, leftovers);
                }
            }
            return folder;
        } catch (IOException e) {
            folder.close();
            throw new IOException("cannot write to the folder " + directory + ": " + IoReason.of(e), e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Refuses to mix two trainings: the newest file would no longer be the newest of one. */
    private static void requireOwn(Path directory, @Nullable Path resumed) {
        List<Path> files = CheckpointNames.list(directory);
        if (files.isEmpty()) {
            return;
        }
        if (resumed == null) {
            throw new CheckpointException(
                    directory,
                    "there are " + files.size() + " checkpoints already, the newest "
                            + files.getLast().getFileName() + ": resume from it, or choose another or an empty folder");
        }
        if (files.stream().noneMatch(file -> isSame(file, resumed))) {
            throw new CheckpointException(
                    directory,
                    "there are checkpoints already, but the training is resumed from " + resumed
                            + ": write to that one's folder, or choose an empty one");
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException _) {
            return false;
        }
    }

    /** Returns whether the folder is locked; false where that is not possible. */
    private boolean lock(Locking locking) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = channel;
        @Nullable FileLock held;
        try {
            held = locking.tryLock(channel);
        } catch (OverlappingFileLockException _) {
            held = null;
        } catch (IOException e) {
            // Some network file systems have no locks; the training must not suffer.
            LOG.debug("{} cannot be locked", directory, e);
            return false;
        }
        if (held == null) {
            throw new CheckpointException(
                    directory, "another training writes its checkpoints here; choose another folder for this one");
        }
        return true;
    }

    /**
     * Writes a checkpoint, and then deletes those that are no longer kept. Also deleted are those of later steps: this training
     * went back behind them, or they are damaged.
     *
     * @return the file
     * @throws IOException if it cannot be written; nothing is deleted then
     */
    public Path write(CheckpointDescription description, List<NamedTensor> tensors) throws IOException {
        long step = description.progress().steps();
        Path file = CheckpointNames.file(directory, step);
        CheckpointFile.write(file, description, tensors);
        List<Path> files = CheckpointNames.list(directory);
        int own = files.indexOf(file);
        for (int i = 0; i < files.size(); i++) {
            if (i > own || i <= own - keep) {
                delete(files.get(i));
            }
        }
        return file;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} is no longer needed, but cannot be deleted: {}", file, IoReason.of(e));
        }
    }

    /** Gives the folder free; closing twice is harmless. */
    @Override
    public void close() {
        FileChannel channel = lock;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("the lock of {} cannot be closed", directory, e);
            }
        }
    }
}
