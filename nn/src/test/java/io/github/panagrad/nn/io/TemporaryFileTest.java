package io.github.panagrad.nn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFileTest {
    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Creates files with two endings, half written, says so and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path folder = Path.of(arguments[0]);
            for (String suffix : List.of(".rows", ".tmp")) {
                TemporaryFile file = TemporaryFile.create(folder, suffix);
                file.channel().write(ByteBuffer.wrap(new byte[1000]));
            }
            Files.createFile(folder.resolve("ready"));
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
        }
    }

    @Test
    void onlyFilesOfDeadProcessesAreLeftovers() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        try {
            for (int i = 0; i < 3000 && !Files.exists(folder.resolve("ready")); i++) {
                assertTrue(process.isAlive());
                Thread.sleep(20);
            }
            assertEquals(3, names().size());
            assertEquals(0, TemporaryFile.deleteLeftovers(folder), "the process lives");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals(3, names().size());
        assertEquals(2, TemporaryFile.deleteLeftovers(folder));
        assertEquals(List.of("ready"), names());
    }

    @Test
    void leftoversAreDeletedWhateverTheirEnding() throws IOException {
        for (String name : List.of(".panagrad-1.rows", ".panagrad-2.tmp", ".panagrad-3", ".panagrad", "mine.tmp")) {
            Files.writeString(folder.resolve(name), "left");
        }
        Files.createDirectory(folder.resolve(".panagrad-folder"));
        try (TemporaryFile file = TemporaryFile.createUnnamed(folder, ".rows")) {
            assertFalse(Files.exists(file.path()));
        }
        assertEquals(List.of(".panagrad", ".panagrad-folder", "mine.tmp"), names());
    }

    @Test
    void filesOfThisProcessStayAndAreDeletedWhenTheyAreClosed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("there")));
        try (TemporaryFile file = TemporaryFile.create(link, ".tmp")) {
            assertEquals(0, TemporaryFile.deleteLeftovers(link));
            assertEquals(0, TemporaryFile.deleteLeftovers(folder.resolve("there")));
            assertTrue(Files.exists(file.path()));
        }
        assertEquals(List.of("link", "there"), names());
        try (Stream<Path> files = Files.list(link)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aFileThatWasMovedStays() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        try (TemporaryFile file = TemporaryFile.create(folder, ".tmp")) {
            file.channel().write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'}));
            file.moveTo(target);
        }
        assertEquals(List.of("target"), names());
        assertEquals("new", Files.readString(target));
    }
}
