package io.github.panagrad.tune;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.io.FolderLock;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.io.Uninterrupted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a study: a file of lines, each forced to disk before what it says counts. A line that was not written to its end is
 * cut off when the journal is opened. It holds the lock of the folder and must be closed. For use by one thread at a time.
 */
final class Journal implements AutoCloseable {
    /** Far more than a study writes, and little enough to be read even if it is something else. */
    private static final long MOST_BYTES = 1L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Path file;
    private final FolderLock lock;
    private final List<JournalEntry> entries;

    /** The end of the last complete line. */
    private long end;

    private Journal(Path file, FolderLock lock, List<JournalEntry> entries, long end) {
        this.file = file;
        this.lock = lock;
        this.entries = entries;
        this.end = end;
    }

    /**
     * Opens the journal of a folder, or begins one.
     *
     * @throws StudyException if another process has it open, or it is damaged
     * @throws IOException if it cannot be read or written
     */
    static Journal open(Path folder) throws IOException {
        Path file = folder.resolve(Study.JOURNAL);
        return Uninterrupted.call(() -> {
            FolderLock lock;
            try {
                if (!Files.isDirectory(folder)) {
                    Files.createDirectory(folder);
                }
                lock = FolderLock.tryLock(folder)
                        .orElseThrow(() -> new StudyException("the study " + Quoted.path(folder)
                                + " is in use by another run; wait for it, or choose another folder"));
            } catch (IOException e) {
                throw failure("write to the folder", folder, e);
            }
            try {
                return read(file, lock);
            } catch (Throwable e) {
                lock.close();
                throw e;
            }
        });
    }

    private static Journal read(Path file, FolderLock lock) throws IOException {
        byte[] bytes;
        try {
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                throw new StudyException(Quoted.path(file) + " is too large for a journal; choose another folder");
            }
            bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw failure("read", file, e);
        }
        List<JournalEntry> entries = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                try {
                    entries.add(JournalEntry.parse(new String(bytes, start, i - start, StandardCharsets.UTF_8)));
                } catch (IllegalArgumentException | ArithmeticException e) {
                    throw new StudyException(
                            Quoted.path(file) + ", line " + (entries.size() + 1) + ": " + e.getMessage()
                                    + "; the journal is damaged: restore it from a copy, or choose another folder",
                            e);
                }
                start = i + 1;
            }
        }
        Journal journal = new Journal(file, lock, entries, start);
        if (start < bytes.length) {
            journal.cut();
        }
        return journal;
    }

    /** Returns what was read, in order. */
    List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /** Returns the place of an entry, for messages. */
    String place(int entry) {
        return Quoted.path(file) + ", line " + (entry + 1);
    }

    /** Adds an entry; when this returns, it is on disk. */
    void add(JournalEntry entry) throws IOException {
        if (!lock.isInPlace()) {
            throw new IOException(
                    "cannot write " + Quoted.path(file) + ": the folder was deleted or moved while the study ran");
        }
        byte[] line = (entry.line() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Uninterrupted.<Object, IOException>call(() -> {
                boolean isNew = !Files.exists(file);
                // Again from the same place, if an interrupt closed the file in between.
                try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    ByteBuffer left = ByteBuffer.wrap(line);
                    for (long at = end; left.hasRemaining(); ) {
                        at += channel.write(left, at);
                    }
                    channel.force(true);
                }
                if (isNew) {
                    forceFolder();
                }
                return file;
            });
        } catch (IOException e) {
            try {
                cut();
            } catch (IOException other) {
                e.addSuppressed(other);
            }
            throw failure("write", file, e);
        }
        end += line.length;
    }

    /** Cuts off what was not written to its end. */
    private void cut() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(end);
            channel.force(true);
        } catch (IOException e) {
            throw failure("write", file, e);
        }
    }

    private void forceFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (AccessDeniedException e) {
                // Windows cannot open folders.
                LOG.debug("{} cannot be forced to disk", folder, e);
            }
        }
    }

    private static IOException failure(String what, Path path, IOException e) {
        return new IOException("cannot " + what + " " + Quoted.path(path) + ": " + IoReason.of(e), e);
    }

    @Override
    public void close() {
        lock.close();
    }
}
