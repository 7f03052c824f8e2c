package io.github.panagrad.nn.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * Writes files atomically: completely or not at all.
 *
 * <p>The content is written to a temporary file in the same directory, forced to disk, and then renamed to the target
 * in one step. Readers of the target see either the old file or the new one, never a partial file. If writing fails,
 * the old file is unchanged and the temporary one is removed. Only a killed process or a power failure leaves a
 * temporary file, {@code .panagrad-*.tmp}, which {@link TemporaryFile#deleteLeftovers} deletes.
 *
 * <p>A new file gets the default permissions of new files; a file that replaces another keeps the permissions of the
 * old one. If the target is a symbolic link, the file it points to is replaced.
 *
 * <p>Threads and processes may write the same target concurrently: the last to finish wins.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Produces the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes the whole content.
         *
         * @param channel consumes every buffer completely, whatever its size; unbuffered. It may be closed, for example
         *     by a {@code Channels.newWriter(channel, UTF_8)} in a try statement, but need not be
         * @throws IOException if the content cannot be written; the target is then unchanged
         */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /**
     * Writes a file, replacing an existing one.
     *
     * <p>Also fails if the thread is interrupted during the call; the thread then stays interrupted.
     *
     * @param target the file to write; its directory must exist
     * @param content called once, in this thread; its exceptions propagate, an {@link IOException} with the name of the
     *     target added
     * @throws IOException if the file cannot be written; the message names the target, the reason and the remedy
     */
    public static void write(Path target, Content content) throws IOException {
        Path destination = followLink(target);
        Path directory = checkDirectory(target, destination);
        checkDestination(target, destination);

        // The name is short because the name of the target may already have the maximum length.
        TemporaryFile temporary = create(target, directory);
        try {
            keepPermissions(destination, temporary.path());
            content.writeTo(new Output(temporary.channel()));
            temporary.channel().force(true);
            temporary.moveTo(destination);
        } catch (IOException e) {
            remove(temporary, e);
            throw cannotWrite(target, IoReason.of(e) + "; nothing was changed", e);
        } catch (RuntimeException | Error e) {
            remove(temporary, e);
            throw e;
        }
        temporary.close();
        forceDirectory(directory);
    }

    private static Path followLink(Path target) throws IOException {
        if (!Files.isSymbolicLink(target)) {
            return target.toAbsolutePath();
        }
        try {
            return target.toRealPath();
        } catch (IOException e) {
            throw cannotWrite(target, "it is a dangling symbolic link; remove the link or choose another path", e);
        }
    }

    private static Path checkDirectory(Path target, Path destination) throws IOException {
        Path directory = destination.getParent();
        if (directory == null) {
            throw cannotWrite(target, "it is a directory; name a file", null);
        }
        if (!Files.exists(directory)) {
            throw cannotWrite(
                    target, "the directory " + directory + " does not exist; create it or choose another path", null);
        }
        if (!Files.isDirectory(directory)) {
            throw cannotWrite(target, directory + " is not a directory; choose another path", null);
        }
        return directory;
    }

    private static void checkDestination(Path target, Path destination) throws IOException {
        if (Files.isDirectory(destination)) {
            throw cannotWrite(target, "it is a directory; name a file", null);
        }
        if (Files.exists(destination) && !Files.isRegularFile(destination)) {
            throw cannotWrite(target, "it is not a regular file; choose another path", null);
        }
        // A rename needs no permission on the file that it replaces, but a read-only file is meant to be kept.
        if (Files.exists(destination) && !Files.isWritable(destination)) {
            throw cannotWrite(target, "it is read-only; make it writable or choose another path", null);
        }
    }

    private static TemporaryFile create(Path target, Path directory) throws IOException {
        try {
            return TemporaryFile.create(directory, ".tmp");
        } catch (IOException e) {
            throw cannotWrite(
                    target,
                    "a new file in " + directory + " cannot be created: " + IoReason.of(e) + "; choose another path",
                    e);
        }
    }

    private static void keepPermissions(Path destination, Path temporary) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (view != null && Files.exists(destination, LinkOption.NOFOLLOW_LINKS)) {
            view.setPermissions(Files.getPosixFilePermissions(destination));
        }
    }

    private static void remove(TemporaryFile temporary, Throwable failure) {
        try {
            temporary.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    // Makes the new name survive a power failure. The file is complete without it, and some systems (Windows) cannot
    // open a directory, so an error here must not be reported as a failed write.
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            return;
        }
    }

    private static IOException cannotWrite(Path target, String reason, @Nullable IOException cause) {
        return new IOException("cannot write " + target + ": " + reason, cause);
    }

    /** The writer's view of the temporary file. Closing it has no effect, because it has yet to be forced to disk. */
    private static final class Output implements WritableByteChannel {
        private final FileChannel file;

        Output(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int bytes = source.remaining();
            while (source.hasRemaining()) {
                file.write(source);
            }
            return bytes;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() {
            // The try statement that opened the file closes it.
        }
    }
}
