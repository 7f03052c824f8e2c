package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFinderTest {
    private static final Platform DEBIAN = Platforms.linux(Architecture.X86_64, Platforms.GLIBC);
    private static final Platform ALPINE = Platforms.linux(Architecture.X86_64, Platforms.MUSL);

    private static Map<String, String> home(Path temp) throws IOException {
        Path tmpdir = Files.createDirectories(temp.resolve("tmp"));
        return Map.of("user.home", temp.resolve("home").toString(), "java.io.tmpdir", tmpdir.toString());
    }

    @Test
    void theUsersChoiceComesFirst() {
        FakeOpener opener = new FakeOpener().knows("libopenblas.so.0", "/usr/lib/libopenblas.so.0");
        Platform platform = Platforms.with(
                DEBIAN,
                Map.of("PANAGRAD_BLAS_LIBRARY", "/variable.so"),
                Map.of("panagrad.blas.library", "/property.so"));
        LibraryFinder.Found found = new LibraryFinder(platform, FakeFiles.of(), opener).find();
        assertEquals(LibrarySource.EXPLICIT, found.source());
        assertEquals(List.of(Path.of("/property.so")), opener.opened);
    }

    @Test
    void theUsersChoiceIsNeverReplaced() {
        FakeOpener opener = new FakeOpener()
                .knows("libopenblas.so.0", "/usr/lib/libopenblas.so.0")
                .rejects(Path.of("/chosen.so"), "no such file");
        Platform platform = Platforms.with(DEBIAN, Map.of("PANAGRAD_BLAS_LIBRARY", "/chosen.so"), Map.of());
        var e = assertThrows(
                OpenBlasLoadException.class, () -> new LibraryFinder(platform, FakeFiles.of(), opener).find());
        assertEquals(
                "The OpenBLAS library that PANAGRAD_BLAS_LIBRARY names cannot be used: /chosen.so: no such file. "
                        + "Correct PANAGRAD_BLAS_LIBRARY, or unset it to use the system's or the bundled library.",
                e.getMessage());
        assertEquals(List.of(Path.of("/chosen.so")), opener.opened);
    }

    @Test
    void theDynamicLinkerComesBeforeTheUsualFolders() {
        FakeOpener opener = new FakeOpener().knows("libopenblas.so.0", "/linker/libopenblas.so.0");
        FakeFiles files = FakeFiles.of("/usr/local/lib/libopenblas.so.0");
        LibraryFinder.Found found = new LibraryFinder(DEBIAN, files, opener).find();
        assertEquals(LibrarySource.SYSTEM, found.source());
        assertEquals(Path.of("/linker/libopenblas.so.0"), found.library().path());
        assertEquals(
                List.of(new SearchAttempt("/linker/libopenblas.so.0", "loaded")),
                found.searchLog().attempts());
    }

    @Test
    void whatTheLinkerDoesNotKnowIsFoundInAFolder() {
        String file = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0";
        LibraryFinder.Found found = new LibraryFinder(DEBIAN, FakeFiles.of(file), new FakeOpener()).find();
        assertEquals(LibrarySource.SYSTEM, found.source());
        assertEquals(Path.of(file), found.library().path());
    }

    @Test
    void oneThatCannotBeUsedIsPassedOver() {
        String broken = "/usr/local/lib/libopenblas.so.0";
        String good = "/usr/lib/libopenblas.so.0";
        FakeOpener opener = new FakeOpener().rejects(Path.of(broken), "wrong ELF class");
        LibraryFinder.Found found = new LibraryFinder(DEBIAN, FakeFiles.of(broken, good), opener).find();
        assertEquals(Path.of(good), found.library().path());
        assertTrue(found.searchLog().attempts().contains(new SearchAttempt(broken, "wrong ELF class")));
    }

    @Test
    void aSerialBuildComesAfterTheBundledLibrary(@TempDir Path temp) throws IOException {
        FakeOpener opener = new FakeOpener()
                .knows("libopenblas.so.0", "/usr/lib64/libopenblas.so.0")
                .knows("libopenblas.0.dylib", "/usr/lib64/libopenblas.so.0")
                .isSerial("/usr/lib64/libopenblas.so.0");
        Platform platform = Platforms.current(Map.of(), home(temp));
        LibraryFinder.Found found = new LibraryFinder(platform, FakeFiles.of(), opener).find();
        assertEquals(LibrarySource.BUNDLED, found.source());
        assertTrue(found.searchLog().attempts().getFirst().outcome().startsWith("built without threads"));
    }

    @Test
    void aSerialBuildServesWhereThereIsNothingElse() {
        FakeOpener opener = new FakeOpener()
                .knows("libopenblas.so.3", "/usr/lib/libopenblas.so.3")
                .isSerial("/usr/lib/libopenblas.so.3");
        LibraryFinder.Found found = new LibraryFinder(ALPINE, FakeFiles.of(), opener).find();
        assertEquals(LibrarySource.SYSTEM, found.source());
        assertEquals(Path.of("/usr/lib/libopenblas.so.3"), found.library().path());
    }

    @Test
    void theBundledLibraryIsTheLast(@TempDir Path temp) throws IOException {
        FakeOpener opener = new FakeOpener();
        Platform platform = Platforms.current(Map.of(), home(temp));
        LibraryFinder.Found found = new LibraryFinder(platform, FakeFiles.of(), opener).find();
        assertEquals(LibrarySource.BUNDLED, found.source());
        assertTrue(found.library().path().startsWith(temp.resolve("home")), found.toString());
        assertTrue(Files.size(found.library().path()) > 1_000_000);
        assertEquals(List.of(), found.searchLog().warnings());
        assertEquals(3, found.searchLog().attempts().size(), found.searchLog().toString());
    }

    @Test
    void aNoexecHomeLeavesATemporaryFolder(@TempDir Path temp) throws IOException {
        FakeOpener opener = new FakeOpener()
                .rejects(temp.resolve("home"), "failed to map segment (the folder is probably mounted noexec)");
        Platform platform = Platforms.current(Map.of(), home(temp));
        LibraryFinder.Found found = new LibraryFinder(platform, FakeFiles.of(), opener).find();

        assertTrue(found.library().path().startsWith(temp.resolve("tmp")), found.toString());
        String attempts = found.searchLog().attempts().toString();
        assertTrue(attempts.contains("noexec"), attempts);
        assertTrue(attempts.contains("set PANAGRAD_CACHE to a folder on another file system"), attempts);
        assertTrue(found.searchLog().warnings().getFirst().contains("extracted again at every start"));
        try (Stream<Path> left = Files.list(temp.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aHomeThatCannotBeWrittenLeavesATemporaryFolder(@TempDir Path temp) throws IOException {
        Map<String, String> properties = home(temp);
        Files.writeString(temp.resolve("home"), "a file, so that root cannot write to it either");
        Platform platform = Platforms.current(Map.of(), properties);
        LibraryFinder.Found found = new LibraryFinder(platform, FakeFiles.of(), new FakeOpener()).find();
        assertTrue(found.library().path().startsWith(temp.resolve("tmp")), found.toString());
        assertTrue(found.searchLog().attempts().toString().contains("cannot be written ("), found.toString());
    }

    @Test
    void aChosenCacheIsNotReplaced(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "in the way");
        Platform platform = Platforms.current(Map.of("PANAGRAD_CACHE", file + "/cache"), home(temp));
        var e = assertThrows(
                OpenBlasUnavailableException.class,
                () -> new LibraryFinder(platform, FakeFiles.of(), new FakeOpener()).find());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("extracted to " + file + "/cache (PANAGRAD_CACHE): cannot be written"), message);
        assertFalse(message.contains("java.io.tmpdir"), message);
    }

    @Test
    void aMissingDependencyMayComeFromTheSystem(@TempDir Path temp) throws Exception {
        // libgcc_s in the jar needs glibc 2.35, everything else 2.34.
        FakeOpener opener = new FakeOpener();
        Platform platform = Platforms.current(Map.of(), home(temp));
        BundledContents contents = BundledContents.find(BundledFiles.on(platform));
        Path folder = CacheLocation.on(platform).getFirst().folder().resolve(contents.key());
        opener.rejects(folder.resolve("libgcc_s.so.1"), "version `GLIBC_2.35' not found");
        LibraryFinder.Found found = new LibraryFinder(platform, FakeFiles.of(), opener).find();
        assertEquals(LibrarySource.BUNDLED, found.source());
        assertEquals(contents.files().dependencies().size(), opener.dependencies.size());
    }

    @Test
    void muslNeverGetsTheBundledLibrary() {
        FakeOpener opener = new FakeOpener();
        FakeFiles files = FakeFiles.of().and("/etc/os-release", "ID=alpine\n");
        var e = assertThrows(OpenBlasUnavailableException.class, () -> new LibraryFinder(ALPINE, files, opener).find());
        assertEquals(List.of(), opener.opened);
        assertEquals(List.of(), opener.dependencies);
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("\n  - bundled library: needs glibc, but this system has musl\n"), message);
        assertTrue(message.contains("apk add openblas"), message);
    }

    @Test
    void theMessageListsEverythingTried() {
        FakeFiles files = FakeFiles.of().and("/etc/os-release", "ID=debian\n");
        Platform old = Platforms.linux(Architecture.X86_64, new CLibrary.Glibc(2, 31));
        var e = assertThrows(
                OpenBlasUnavailableException.class, () -> new LibraryFinder(old, files, new FakeOpener()).find());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("No usable OpenBLAS was found. Tried:\n  - libopenblasp.so.0, "), message);
        assertTrue(message.contains("/usr/lib/x86_64-linux-gnu"), message);
        assertTrue(message.contains("needs glibc 2.34 or newer, but this system has glibc 2.31"), message);
        assertTrue(message.contains("apt-get install libopenblas0-pthread"), message);
        assertTrue(message.endsWith("-Dpanagrad.blas.library=PATH or PANAGRAD_BLAS_LIBRARY."), message);
        assertEquals(3, e.attempts().size());
    }
}
