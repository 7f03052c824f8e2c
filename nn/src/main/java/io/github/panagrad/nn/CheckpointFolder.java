package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.CheckpointDescription;
import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.io.TemporaryFile;
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
 * The checkpoint folder of a training run in progress: it is locked against other runs, and keeps the last few
 * checkpoints. The caller that opened it must close it; not thread-safe.
 */
final class CheckpointFolder implements AutoCloseable {
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

    static CheckpointFolder open(Checkpoints settings, @Nullable Path resumed, Locking locking) throws IOException {
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
        CheckpointFolder folder = new CheckpointFolder(directory, settings.keep());
        try {
            if (folder.lock(locking)) {
                int leftovers = TemporaryFile.deleteLeftovers(directory);
                if (leftovers > 0) {
                    LOG.info("{}: deleted {} unfinished files of killed writers", directory, leftovers);
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

    /** Returns whether the folder is locked; false if locks are not supported. */
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
            // Some network file systems do not support locks, which must not prevent training.
            LOG.debug("{} cannot be locked", directory, e);
            return false;
        }
        if (held == null) {
            throw new CheckpointException(
                    directory, "another training run writes its checkpoints here; choose another folder");
        }
        return true;
    }

    /**
     * Writes a checkpoint, then deletes those that are no longer kept, and those of later steps: either this run was
     * resumed from an earlier one, or they are damaged.
     *
     * @return the file
     * @throws IOException if the checkpoint cannot be written; nothing is deleted in that case
     */
    Path write(CheckpointDescription description, List<NamedTensor> tensors) throws IOException {
        long step = description.progress().steps();
        Path file = CheckpointFile.file(directory, step);
        CheckpointFile.write(file, description, tensors);
        List<Path> files = CheckpointFile.list(directory);
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

    /** Releases the folder; closing it again has no effect. */
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
