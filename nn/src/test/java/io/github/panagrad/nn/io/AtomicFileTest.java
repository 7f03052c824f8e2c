package io.github.panagrad.nn.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final AtomicFile.Content NEW = channel -> channel.write(ByteBuffer.wrap("new".getBytes(UTF_8)));

    @TempDir
    Path folder;

    private Path target = Path.of("");

    @BeforeEach
    void nameTarget() {
        target = folder.resolve("target.txt");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String refused(Path target) {
        IOException e = assertThrows(IOException.class, () -> AtomicFile.write(target, NEW));
        assertTrue(String.valueOf(e.getMessage()).startsWith("cannot write " + target + ": "), e.getMessage());
        return String.valueOf(e.getMessage());
    }

    @Test
    void makesAFile() throws IOException {
        AtomicFile.write(target, NEW);
        assertEquals("new", Files.readString(target));
        assertEquals(List.of(target), files());
    }

    @Test
    void replacesAFile() throws IOException {
        Files.writeString(target, "the old content, which is longer");
        AtomicFile.write(target, NEW);
        assertEquals("new", Files.readString(target));
        assertEquals(List.of(target), files());
    }

    @Test
    void aRelativeNameWithoutADirectoryMeansTheWorkingDirectory() throws IOException {
        Path relative = Path.of("atomic-file-test-" + ProcessHandle.current().pid() + ".txt");
        try {
            AtomicFile.write(relative, NEW);
            assertEquals("new", Files.readString(relative));
        } finally {
            Files.deleteIfExists(relative);
        }
    }

    @Test
    void theContentMayCloseItsChannel() throws IOException {
        AtomicFile.write(target, channel -> {
            try (Writer writer = Channels.newWriter(channel, UTF_8)) {
                writer.write("é".repeat(100_000));
            }
        });
        assertEquals("é".repeat(100_000), Files.readString(target));
    }

    @Test
    void theLongestNameIsNotTooLong() throws IOException {
        Path longest = folder.resolve("x".repeat(255));
        AtomicFile.write(longest, NEW);
        assertEquals(List.of(longest), files());
    }

    @Test
    void aNewFileIsLikeAnyOther() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "");
        AtomicFile.write(target, NEW);
        assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(target));
    }

    @Test
    void aReplacedFileKeepsItsPermissions() throws IOException {
        Files.writeString(target, "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        AtomicFile.write(target, NEW);
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Files.writeString(target, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target.getFileName());
        AtomicFile.write(link, NEW);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
        assertEquals(List.of(link, target), files());
    }

    @Test
    void aLinkToNowhereIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        assertTrue(refused(link).contains("a dangling symbolic link"));
    }

    @Test
    void aDirectoryIsRefused() throws IOException {
        assertEquals("cannot write " + folder + ": it is a directory; name a file", refused(folder));
        assertEquals("cannot write /: it is a directory; name a file", refused(Path.of("/")));
        assertEquals(List.of(), files());
    }

    @Test
    void aMissingDirectoryIsRefused() {
        Path inNone = folder.resolve("none").resolve("target.txt");
        assertEquals(
                "cannot write " + inNone + ": the directory " + folder.resolve("none")
                        + " does not exist; create it or choose another path",
                refused(inNone));
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Files.writeString(target, "old");
        assertTrue(refused(target.resolve("inside")).contains(target + " is not a directory"));
    }

    @Test
    void aDeviceIsRefused() {
        assertTrue(refused(Path.of("/dev/null")).contains("it is not a regular file"));
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    @Test
    void whatIsReadOnlyIsKept() throws IOException {
        Files.writeString(target, "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r--r--r--"));
        // The superuser may write everything, so nothing is rejected.
        if (!Files.isWritable(target)) {
            assertTrue(refused(target).contains("it is read-only"));
            assertEquals("old", Files.readString(target));
        }
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        Files.writeString(target, "old");
        IOException cause = new IOException("disk on fire");
        IOException e = assertThrows(
                IOException.class,
                () -> AtomicFile.write(target, channel -> {
                    NEW.writeTo(channel);
                    throw cause;
                }));
        assertEquals("cannot write " + target + ": disk on fire; nothing was changed", e.getMessage());
        assertSame(cause, e.getCause());
        assertEquals("old", Files.readString(target));
        assertEquals(List.of(target), files());
    }

    @Test
    void exceptionsAndErrorsPassThrough() throws IOException {
        RuntimeException exception = new IllegalStateException();
        assertSame(
                exception,
                assertThrows(
                        RuntimeException.class,
                        () -> AtomicFile.write(target, _ -> {
                            throw exception;
                        })));
        Error error = new StackOverflowError();
        assertSame(
                error,
                assertThrows(
                        Error.class,
                        () -> AtomicFile.write(target, _ -> {
                            throw error;
                        })));
        assertEquals(List.of(), files());
    }

    @Test
    void aTargetThatBecomesADirectoryIsRefusedAtTheEnd() throws IOException {
        IOException e = assertThrows(
                IOException.class,
                () -> AtomicFile.write(target, channel -> {
                    Files.createDirectory(target);
                    NEW.writeTo(channel);
                }));
        assertTrue(String.valueOf(e.getMessage()).startsWith("cannot write " + target + ": "), e.getMessage());
        assertEquals(List.of(target), files());
        assertTrue(Files.isDirectory(target));
    }

    @Test
    void aProcessThatDiesLeavesTheOldFile() throws IOException, InterruptedException {
        Files.writeString(target, "old");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dying.class.getName(),
                        target.toString())
                .inheritIO()
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(3, process.exitValue());
        assertEquals("old", Files.readString(target));
        AtomicFile.write(target, NEW);
        assertEquals("new", Files.readString(target));
    }

    /** Writes half a file and dies. */
    static final class Dying {
        private Dying() {}

        public static void main(String[] arguments) throws IOException {
            AtomicFile.write(Path.of(arguments[0]), channel -> {
                NEW.writeTo(channel);
                Runtime.getRuntime().halt(3);
            });
        }
    }
}
