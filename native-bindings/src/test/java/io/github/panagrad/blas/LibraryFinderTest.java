package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryFinderTest {
    private static final Platform DEBIAN = Platforms.linux(Architecture.X86_64, Platforms.GLIBC);
    private static final Platform ALPINE = Platforms.linux(Architecture.X86_64, Platforms.MUSL);

    private static LibraryFinder.Found find(Platform platform, FakeFiles files, FakeOpener opener) {
        return new LibraryFinder(platform, files, opener).find(LibraryChoice.on(platform));
    }

    private static Map<String, String> home(Path temp) throws IOException {
        Path tmpdir = Files.createDirectories(temp.resolve("tmp"));
        return Map.of("user.home", temp.resolve("home").toString(), "java.io.tmpdir", tmpdir.toString());
    }

    @Test
    void theUsersChoiceComesFirst() {
        FakeOpener opener = new FakeOpener().knows("libopenblas.so.0", "/usr/lib/libopenblas.so.0");
        Platform platform = Platforms.with(
                DEBIAN, Map.of("PANAGRAD_BLAS_LIBRARY", "/variable.so"), Map.of("panagrad.blas", "/property.so"));
        LibraryFinder.Found found = find(platform, FakeFiles.of(), opener);
        assertEquals(LibrarySource.EXPLICIT, found.source());
        assertEquals(List.of(Path.of("/property.so")), opener.opened);
    }

    @Test
    void theUsersChoiceIsNeverReplaced() {
        FakeOpener opener = new FakeOpener()
                .knows("libopenblas.so.0", "/usr/lib/libopenblas.so.0")
                .rejects(Path.of("/chosen.so"), "no such file");
        Platform platform = Platforms.with(DEBIAN, Map.of("PANAGRAD_BLAS_LIBRARY", "/chosen.so"), Map.of());
        var e = assertThrows(OpenBlasLoadException.class, () -> find(platform, FakeFiles.of(), opener));
        assertEquals(
                "The library that PANAGRAD_BLAS_LIBRARY names cannot be used: /chosen.so: no such file. "
                        + "Give PANAGRAD_BLAS_LIBRARY the path of a library, or auto, declared, system or java.",
                e.getMessage());
        assertEquals(List.of(Path.of("/chosen.so")), opener.opened);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "system"})
    void onMacosAccelerateComesFirst(String choice) {
        Platform mac = Platforms.with(Platforms.mac(Architecture.AARCH64), Map.of(), Map.of("panagrad.blas", choice));
        FakeOpener opener = new FakeOpener();
        LibraryFinder.Found found = find(mac, FakeFiles.of("/opt/homebrew/opt/openblas/lib/libopenblas.dylib"), opener);
        assertEquals(AccelerateProvider.FRAMEWORK, found.library().path());
        assertEquals(LibrarySource.SYSTEM, found.source());
        assertEquals(List.of(AccelerateProvider.FRAMEWORK), opener.opened);
    }

    @Test
    void whereAccelerateCannotBeUsedTheNextIs() {
        Platform mac = Platforms.with(Platforms.mac(Architecture.AARCH64), Map.of(), Map.of("panagrad.blas", "system"));
        FakeOpener opener = new FakeOpener().rejects(AccelerateProvider.FRAMEWORK, "of another world");
        String homebrew = "/opt/homebrew/opt/openblas/lib/libopenblas.0.dylib";
        LibraryFinder.Found found = find(mac, FakeFiles.of(homebrew), opener);
        assertEquals(Path.of(homebrew), found.library().path());
        assertEquals(
                new SearchAttempt(AccelerateProvider.FRAMEWORK.toString(), "of another world"),
                found.searchLog().attempts().getFirst());
    }

    @Test
    void theDynamicLinkerComesBeforeTheUsualFolders() {
        FakeOpener opener = new FakeOpener().knows("libopenblas.so.0", "/linker/libopenblas.so.0");
        FakeFiles files = FakeFiles.of("/usr/local/lib/libopenblas.so.0");
        LibraryFinder.Found found = find(DEBIAN, files, opener);
        assertEquals(LibrarySource.SYSTEM, found.source());
        assertEquals(Path.of("/linker/libopenblas.so.0"), found.library().path());
        assertEquals(
                List.of(new SearchAttempt("/linker/libopenblas.so.0", "loaded")),
                found.searchLog().attempts());
    }

    @Test
    void whatTheLinkerDoesNotKnowIsFoundInAFolder() {
        String file = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0";
        LibraryFinder.Found found = find(DEBIAN, FakeFiles.of(file), new FakeOpener());
        assertEquals(LibrarySource.SYSTEM, found.source());
        assertEquals(Path.of(file), found.library().path());
    }

    @Test
    void oneThatCannotBeUsedIsPassedOver() {
        String broken = "/usr/local/lib/libopenblas.so.0";
        String good = "/usr/lib/libopenblas.so.0";
        FakeOpener opener = new FakeOpener().rejects(Path.of(broken), "wrong ELF class");
        LibraryFinder.Found found = find(DEBIAN, FakeFiles.of(broken, good), opener);
        assertEquals(Path.of(good), found.library().path());
        assertTrue(found.searchLog().attempts().contains(new SearchAttempt(broken, "wrong ELF class")));
    }

    /** What is installed on the system while a program is in use must not change its results. */
    @Test
    void theDeclaredLibraryComesBeforeTheSystems(@TempDir Path temp) throws IOException {
        FakeOpener opener = new FakeOpener()
                .knows("libopenblas.so.0", "/usr/lib/libopenblas.so.0")
                .knows("libopenblas.0.dylib", "/usr/lib/libopenblas.so.0");
        LibraryFinder.Found found = find(Platforms.current(Map.of(), home(temp)), FakeFiles.of(), opener);
        assertEquals(LibrarySource.DECLARED, found.source());
        assertTrue(found.library().path().startsWith(temp.resolve("home").toRealPath()), found.toString());
        assertTrue(Files.size(found.library().path()) > 1_000_000);
        assertEquals(List.of(), found.searchLog().warnings());
        assertEquals(1, found.searchLog().attempts().size(), found.searchLog().toString());
    }

    @Test
    void theSystemsLibraryIsTakenOnRequest(@TempDir Path temp) throws IOException {
        FakeOpener opener = new FakeOpener()
                .knows("libopenblas.so.0", "/usr/lib/libopenblas.so.0")
                .knows("libopenblas.0.dylib", "/usr/lib/libopenblas.so.0");
        Map<String, String> properties = new TreeMap<>(home(temp));
        properties.put("panagrad.blas", "system");
        LibraryFinder.Found found = find(Platforms.current(Map.of(), properties), FakeFiles.of(), opener);
        assertEquals(LibrarySource.SYSTEM, found.source());
        assertFalse(Files.exists(temp.resolve("home")), "nothing is extracted");
    }

    @Test
    void aRequestedKindIsNeverReplaced() {
        FakeOpener opener = new FakeOpener().knows("libopenblas.so.0", "/usr/lib/libopenblas.so.0");
        Platform declared = Platforms.with(ALPINE, Map.of("PANAGRAD_BLAS_LIBRARY", "declared"), Map.of());
        var e = assertThrows(OpenBlasLoadException.class, () -> find(declared, FakeFiles.of(), opener));
        assertEquals(
                "PANAGRAD_BLAS_LIBRARY=declared: no such OpenBLAS can be used. Tried: declared library: needs glibc, but this"
                        + " system has musl. Let Panagrad choose: give PANAGRAD_BLAS_LIBRARY the value auto.",
                e.getMessage());
        Platform system = Platforms.with(DEBIAN, Map.of(), Map.of("panagrad.blas", "system"));
        FakeFiles files = FakeFiles.of().and("/etc/os-release", "ID=debian\n");
        e = assertThrows(OpenBlasLoadException.class, () -> find(system, files, new FakeOpener()));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("-Dpanagrad.blas=system: no such OpenBLAS can be used. Tried: "), message);
        assertTrue(message.contains("apt-get install libopenblas0-pthread, or let"), message);
        assertFalse(message.contains("declared"), message);
        assertEquals(List.of(), opener.opened);
    }

    @Test
    void whoAsksForNoLibraryGetsNone() {
        FakeOpener opener = new FakeOpener().knows("libopenblas.so.0", "/usr/lib/libopenblas.so.0");
        Platform platform = Platforms.with(DEBIAN, Map.of("PANAGRAD_BLAS_LIBRARY", "java"), Map.of());
        var e = assertThrows(OpenBlasLoadException.class, () -> find(platform, FakeFiles.of(), opener));
        assertEquals(
                "PANAGRAD_BLAS_LIBRARY=java asks for no OpenBLAS, but the native backend needs one: use the java backend,"
                        + " or change PANAGRAD_BLAS_LIBRARY",
                e.getMessage());
        assertEquals(List.of(), opener.opened);
    }

    /** The property comes before the variable, an option before both. */
    @Test
    void auto() {
        Platform platform =
                Platforms.with(DEBIAN, Map.of("PANAGRAD_BLAS_LIBRARY", "java"), Map.of("panagrad.blas", "auto"));
        assertEquals(LibraryChoice.Kind.AUTO, LibraryChoice.on(platform).kind());
        assertEquals("-Dpanagrad.blas=auto", LibraryChoice.on(platform).toString());
        assertEquals(LibraryChoice.Kind.AUTO, LibraryChoice.on(DEBIAN).kind());
        assertEquals("--blas system", LibraryChoice.parse("--blas", "system").toString());
        assertEquals(
                LibraryChoice.Kind.FILE, LibraryChoice.parse("--blas", "./java").kind());
    }

    @Test
    void aSerialBuildServesWhereThereIsNothingElse() {
        FakeOpener opener = new FakeOpener()
                .knows("libopenblas.so.3", "/usr/lib/libopenblas.so.3")
                .isSerial("/usr/lib/libopenblas.so.3");
        LibraryFinder.Found found = find(ALPINE, FakeFiles.of(), opener);
        assertEquals(LibrarySource.SYSTEM, found.source());
        assertEquals(Path.of("/usr/lib/libopenblas.so.3"), found.library().path());
    }

    @Test
    void aNoexecHomeLeavesATemporaryFolder(@TempDir Path temp) throws IOException {
        FakeOpener opener = new FakeOpener()
                .rejects(temp.resolve("home"), "failed to map segment (the folder is probably mounted noexec)");
        Platform platform = Platforms.current(Map.of(), home(temp));
        LibraryFinder.Found found = find(platform, FakeFiles.of(), opener);

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
        LibraryFinder.Found found = find(platform, FakeFiles.of(), new FakeOpener());
        assertTrue(found.library().path().startsWith(temp.resolve("tmp")), found.toString());
        assertTrue(found.searchLog().attempts().toString().contains("cannot be written ("), found.toString());
    }

    @Test
    void aChosenCacheThatCannotBeUsedIsReplacedWithAWarning(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "in the way");
        Platform platform = Platforms.current(Map.of("PANAGRAD_CACHE", file + "/cache"), home(temp));
        LibraryFinder.Found found = find(platform, FakeFiles.of(), new FakeOpener());
        assertTrue(found.library().path().startsWith(temp.resolve("tmp")), found.toString());
        String warning = found.searchLog().warnings().getFirst();
        assertTrue(warning.contains("(" + file + "/cache: cannot be written ("), warning);
    }

    @Test
    void aCacheThatOthersCanWriteToIsNotUsed(@TempDir Path temp) throws IOException {
        Path shared = Files.createDirectory(temp.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Map<String, String> environment : List.of(
                Map.of("PANAGRAD_CACHE", shared.toString()),
                Map.of("PANAGRAD_CACHE", shared.resolve("deep").toString()),
                Map.of("XDG_CACHE_HOME", shared.toString()))) {
            Map<String, String> properties = home(temp);
            if (environment.containsKey("XDG_CACHE_HOME") && Platform.current().os() == OperatingSystem.MACOS) {
                properties = new TreeMap<>(properties);
                properties.put("user.home", shared.toString()); // macOS has no such variable.
            }
            Platform platform = Platforms.current(environment, properties);
            FakeOpener opener = new FakeOpener();
            LibraryFinder.Found found = find(platform, FakeFiles.of(), opener);
            assertTrue(found.library().path().startsWith(temp.resolve("tmp")), found.toString());
            String warning = found.searchLog().warnings().getFirst();
            assertTrue(warning.contains(" can be written by other users (rwxrwxrwx)"), warning);
            assertTrue(warning.contains("chmod go-w '" + shared.toRealPath() + "'"), warning);
            assertTrue(opener.dependencies.stream().noneMatch(path -> path.startsWith(shared)), "nothing is loaded");
        }
    }

    @Test
    void aMissingDependencyMayComeFromTheSystem(@TempDir Path temp) throws Exception {
        // libgcc_s in the jar needs glibc 2.35, everything else 2.34.
        FakeOpener opener = new FakeOpener();
        Platform platform = Platforms.current(Map.of(), home(temp));
        DeclaredContents contents = DeclaredContents.find(DeclaredFiles.on(platform));
        Path folder = CacheLocation.on(platform).getFirst().folder().resolve(contents.key());
        opener.rejects(folder.resolve("libgcc_s.so.1"), "version `GLIBC_2.35' not found");
        LibraryFinder.Found found = find(platform, FakeFiles.of(), opener);
        assertEquals(LibrarySource.DECLARED, found.source());
        assertEquals(contents.files().dependencies().size(), opener.dependencies.size());
    }

    @Test
    void muslNeverGetsTheDeclaredLibrary() {
        FakeOpener opener = new FakeOpener();
        FakeFiles files = FakeFiles.of().and("/etc/os-release", "ID=alpine\n");
        var e = assertThrows(OpenBlasUnavailableException.class, () -> find(ALPINE, files, opener));
        assertEquals(List.of(), opener.opened);
        assertEquals(List.of(), opener.dependencies);
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("\n  - declared library: needs glibc, but this system has musl\n"), message);
        assertTrue(message.contains("apk add openblas"), message);
    }

    @Test
    void theMessageListsEverythingTried() {
        FakeFiles files = FakeFiles.of().and("/etc/os-release", "ID=debian\n");
        Platform old = Platforms.linux(Architecture.X86_64, new CLibrary.Glibc(2, 31));
        var e = assertThrows(OpenBlasUnavailableException.class, () -> find(old, files, new FakeOpener()));
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith(
                        "No usable OpenBLAS was found. Tried:\n  - declared library: needs glibc 2.34 or newer,"
                                + " but this system has glibc 2.31\n  - libopenblasp.so.0, "),
                message);
        assertTrue(message.contains("/usr/lib/x86_64-linux-gnu"), message);
        assertTrue(message.contains("apt-get install libopenblas0-pthread"), message);
        assertTrue(message.endsWith("-Dpanagrad.blas=PATH or PANAGRAD_BLAS_LIBRARY."), message);
        assertEquals(3, e.attempts().size());
    }
}
