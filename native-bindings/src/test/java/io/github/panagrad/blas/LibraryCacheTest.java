package io.github.panagrad.blas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryCacheTest {
    /** Creates a folder with two files, in place of a jar. */
    private static DeclaredContents contents(Path jar, String library) throws IOException {
        Files.createDirectories(jar);
        Path dependency = Files.writeString(jar.resolve("libdependency.so"), "a dependency");
        Path main = Files.writeString(jar.resolve("libmain.so"), library);
        return new DeclaredContents(
                new DeclaredFiles("test", List.of("libdependency.so", "libmain.so")),
                List.of(
                        DeclaredEntry.at("libdependency.so", dependency.toUri().toURL()),
                        DeclaredEntry.at("libmain.so", main.toUri().toURL())));
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void extractsOnceIntoAFolderNamedAfterTheContent(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        LibraryCache cache = new LibraryCache(temp.resolve("deep/cache"));
        Path folder = cache.provide(contents);

        assertEquals(temp.resolve("deep/cache").resolve(contents.key()), folder);
        assertEquals("a library", Files.readString(folder.resolve("libmain.so")));
        assertEquals("a dependency", Files.readString(folder.resolve("libdependency.so")));
        FileTime time = Files.getLastModifiedTime(folder.resolve("libmain.so"));
        assertEquals(folder, cache.provide(contents));
        assertEquals(time, Files.getLastModifiedTime(folder.resolve("libmain.so")));
        assertEquals(List.of(contents.key(), contents.key() + ".lock"), namesIn(temp.resolve("deep/cache")));
    }

    @Test
    void otherContentGoesToAnotherFolder(@TempDir Path temp) throws IOException {
        LibraryCache cache = new LibraryCache(temp.resolve("cache"));
        Path first = cache.provide(contents(temp.resolve("jar1"), "one"));
        Path second = cache.provide(contents(temp.resolve("jar2"), "two"));
        assertEquals("one", Files.readString(first.resolve("libmain.so")));
        assertEquals("two", Files.readString(second.resolve("libmain.so")));
    }

    @Test
    void repairsADamagedFolder(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        Path cacheFolder = temp.resolve("cache");
        LibraryCache cache = new LibraryCache(cacheFolder);
        Path folder = cache.provide(contents);

        Files.writeString(folder.resolve("libmain.so"), "a lib");
        cache.provide(contents);
        assertEquals("a library", Files.readString(folder.resolve("libmain.so")));

        Files.delete(folder.resolve("libdependency.so"));
        cache.provide(contents);
        assertEquals("a dependency", Files.readString(folder.resolve("libdependency.so")));

        LibraryCache.delete(folder);
        Files.writeString(folder, "not even a folder");
        cache.provide(contents);
        assertEquals("a library", Files.readString(folder.resolve("libmain.so")));
        assertEquals(List.of(contents.key(), contents.key() + ".lock"), namesIn(cacheFolder));
    }

    /** A power failure can leave a file of the right size whose content never reached the disk. */
    @Test
    void repairsAFileOfTheRightSizeWithoutItsContent(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        LibraryCache cache = new LibraryCache(temp.resolve("cache"));
        Path folder = cache.provide(contents);
        Files.write(folder.resolve("libmain.so"), new byte["a library".length()]);
        cache.provide(contents);
        assertEquals("a library", Files.readString(folder.resolve("libmain.so")));
    }

    @Test
    void followsNoSymbolicLinks(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        LibraryCache cache = new LibraryCache(temp.resolve("cache"));
        Path folder = cache.provide(contents);

        Path elsewhere = Files.move(folder.resolve("libmain.so"), temp.resolve("elsewhere.so"));
        Files.createSymbolicLink(folder.resolve("libmain.so"), elsewhere);
        cache.provide(contents);
        assertTrue(Files.isRegularFile(folder.resolve("libmain.so"), LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(elsewhere), "only the link is replaced");

        Path other = Files.move(folder, temp.resolve("other"));
        Files.createSymbolicLink(folder, other);
        cache.provide(contents);
        assertTrue(Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS));
        assertEquals("a library", Files.readString(other.resolve("libmain.so")), "what a link leads to is left alone");
        assertEquals(List.of(contents.key(), contents.key() + ".lock"), namesIn(temp.resolve("cache")));
    }

    @Test
    void extractsAgainWhatOthersCanWriteTo(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        LibraryCache cache = new LibraryCache(temp.resolve("cache"));
        Path folder = cache.provide(contents);
        for (String permissions : List.of("rw-rw-r--", "rw-r--rw-")) {
            Files.setPosixFilePermissions(
                    folder.resolve("libdependency.so"), PosixFilePermissions.fromString(permissions));
            cache.provide(contents);
            assertEquals(
                    "rw-r--r--",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("libdependency.so"))));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        cache.provide(contents);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }

    /** As root the files are given to another user; anyone else is taken for another user. */
    private static FileTrust ofAnotherUserThan(Path... paths) throws IOException {
        FileTrust mine = FileTrust.ofThisProcess();
        if (mine.user() != 0) {
            return new FileTrust(mine.user() + 1);
        }
        for (Path path : paths) {
            Files.setAttribute(path, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
        }
        return mine;
    }

    @Test
    void trustsNoFilesOfAnotherUser(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        Path cache = temp.resolve("cache");
        Path folder = new LibraryCache(cache).provide(contents);
        Path library = folder.resolve("libmain.so");
        FileTrust trust = ofAnotherUserThan(library);
        assertTrue(trust.objection(library).orElseThrow().startsWith(library + " belongs to another user (uid "));
        if (trust.user() == 0) {
            new LibraryCache(cache, trust).provide(contents);
            assertEquals(0, Files.getAttribute(library, "unix:uid"), "extracted again");
            ofAnotherUserThan(folder);
            new LibraryCache(cache, trust).provide(contents);
            assertEquals(0, Files.getAttribute(folder, "unix:uid"), "extracted again");
        }
    }

    @Test
    void refusesACacheFolderOfAnotherUser(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        Path cache = temp.resolve("cache");
        new LibraryCache(cache).provide(contents);
        FileTrust trust = ofAnotherUserThan(cache);
        var e = assertThrows(UntrustedFileException.class, () -> new LibraryCache(cache, trust).provide(contents));
        assertTrue(String.valueOf(e.getMessage()).contains("cache belongs to another user"), e.toString());
    }

    @Test
    void refusesACacheFolderThatAnotherUserLinks(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        Path link = Files.createSymbolicLink(temp.resolve("link"), Files.createDirectory(temp.resolve("cache")));
        new LibraryCache(link).provide(contents);
        FileTrust trust = ofAnotherUserThan(link);
        var e = assertThrows(UntrustedFileException.class, () -> new LibraryCache(link, trust).provide(contents));
        assertTrue(String.valueOf(e.getMessage()).startsWith(link + " belongs to another user"), e.toString());
    }

    /** Whoever can write to a folder above can replace the cache between its check and the loading of the library. */
    @Test
    void refusesACacheBelowAFolderThatEveryoneCanChange(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        Path everyones = Files.createDirectory(temp.resolve("everyones"));
        Files.setAttribute(everyones, "unix:mode", 0777);
        LibraryCache cache = new LibraryCache(everyones.resolve("cache"));
        var e = assertThrows(UntrustedFileException.class, () -> cache.provide(contents));
        assertTrue(String.valueOf(e.getMessage()).contains("everyones can be written by other users"), e.toString());
        Files.setAttribute(everyones, "unix:mode", 01777); // As /tmp: only owners may replace their files.
        assertEquals("a library", Files.readString(cache.provide(contents).resolve("libmain.so")));
    }

    @Test
    void deletesWhatKilledProcessesLeft(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        Path cache = Files.createDirectory(temp.resolve("cache"));
        Path leftover = Files.createDirectory(cache.resolve(contents.key() + ".part-123"));
        Files.writeString(leftover.resolve("libmain.so"), "half");
        new LibraryCache(cache).provide(contents);
        assertEquals(List.of(contents.key(), contents.key() + ".lock"), namesIn(cache));
    }

    @Test
    void usesAFilledCacheThatCannotBeWritten(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        LibraryCache cache = new LibraryCache(temp.resolve("cache"));
        Path folder = cache.provide(contents);
        // Nothing can be locked or written any more, not even by root.
        Files.delete(temp.resolve("cache").resolve(contents.key() + ".lock"));
        Files.createDirectory(temp.resolve("cache").resolve(contents.key() + ".lock"));
        assertEquals(folder, cache.provide(contents));
    }

    @Test
    void saysThatACacheCannotBeWritten(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        Path file = Files.writeString(temp.resolve("file"), "in the way"); // Stops root too.
        var e = assertThrows(
                FileSystemException.class, () -> new LibraryCache(file.resolve("cache")).provide(contents));
        assertTrue(e.toString().contains(file.toString()), e.toString());
    }

    @Test
    void refusesAJarWhoseContentDoesNotMatchItsDirectory(@TempDir Path temp) throws IOException {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        Files.writeString(temp.resolve("jar/libmain.so"), "A library", UTF_8);
        Path cache = temp.resolve("cache");
        var e = assertThrows(IOException.class, () -> new LibraryCache(cache).provide(contents));
        assertTrue(String.valueOf(e.getMessage()).startsWith("the jar is damaged: "), e.toString());
        assertEquals(List.of(contents.key() + ".lock"), namesIn(cache));
    }

    @Test
    void threadsOfOneJvmWaitForEachOther(@TempDir Path temp) throws Exception {
        DeclaredContents contents = contents(temp.resolve("jar"), "a library");
        Path cache = temp.resolve("cache");
        List<Callable<Path>> tasks = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            tasks.add(() -> new LibraryCache(cache).provide(contents));
        }
        try (var threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Path> result : threads.invokeAll(tasks)) {
                assertEquals("a library", Files.readString(result.get().resolve("libmain.so")));
            }
        }
        assertEquals(List.of(contents.key(), contents.key() + ".lock"), namesIn(cache));
    }

    @Test
    void othersCannotWriteToTheCache(@TempDir Path temp) throws IOException {
        Path cache = temp.resolve("new/cache");
        new LibraryCache(cache).provide(contents(temp.resolve("jar"), "a library"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
        // A folder above that had to be created may get other things, which others may read.
        Path plain = Files.createDirectory(temp.resolve("plain"));
        assertEquals(
                Files.getPosixFilePermissions(plain).contains(PosixFilePermission.OTHERS_READ),
                Files.getPosixFilePermissions(temp.resolve("new")).contains(PosixFilePermission.OTHERS_READ));
        assertFalse(Files.getPosixFilePermissions(temp.resolve("new")).contains(PosixFilePermission.OTHERS_WRITE));
    }
}
