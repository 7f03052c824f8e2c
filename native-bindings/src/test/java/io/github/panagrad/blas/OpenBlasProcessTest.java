package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search in separate processes, with real files. */
class OpenBlasProcessTest {
    private static final String DENIED = "--illegal-native-access=deny";

    /** Returns the extracted library. */
    private static Path extract(Path cache) throws IOException, RejectedLibraryException {
        DeclaredContents contents = DeclaredContents.find(DeclaredFiles.on(Platform.current()));
        return new LibraryCache(cache)
                .provide(contents)
                .resolve(contents.files().library());
    }

    private static ChildJvm withCache(Path cache) {
        return new ChildJvm().environment("PANAGRAD_CACHE", cache.toString());
    }

    @Test
    void loadsTheDeclaredLibrary(@TempDir Path temp) throws Exception {
        ChildJvm.Result result = withCache(temp).run("declared").succeeded();
        assertEquals("DECLARED", result.get("source"));
        assertTrue(Path.of(result.get("path")).startsWith(temp.toRealPath()), result.output());
        assertEquals("32.0", result.get("ddot"));
        assertEquals("1", result.get("threads"));
        assertEquals("[]", result.get("warnings"));
    }

    @Test
    void processesThatStartTogetherShareOneCopy(@TempDir Path temp) throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            processes.add(withCache(temp).start("declared"));
        }
        for (Process process : processes) {
            assertEquals("32.0", ChildJvm.finish(process).succeeded().get("ddot"));
        }
        String key = DeclaredContents.find(DeclaredFiles.on(Platform.current())).key();
        try (Stream<Path> files = Files.list(temp)) {
            assertEquals(
                    List.of(key, key + ".lock"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void processesThatRepairTogetherGetAWholeCopy(@TempDir Path temp) throws Exception {
        Path library = extract(temp);
        long size = Files.size(library);
        Files.write(library, new byte[] {1, 2, 3});
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(withCache(temp).start("declared"));
        }
        for (Process process : processes) {
            assertEquals("32.0", ChildJvm.finish(process).succeeded().get("ddot"));
        }
        assertEquals(size, Files.size(library));
    }

    /** Code of zeros ends a JVM that runs it. */
    @Test
    void survivesALibraryOfZeros(@TempDir Path temp) throws Exception {
        Path library = extract(temp);
        try (FileChannel channel = FileChannel.open(library, StandardOpenOption.WRITE)) {
            long size = channel.size();
            int page = 4096; // The header stays, so that the dynamic linker would take the file.
            ByteBuffer zeros = ByteBuffer.allocate(page);
            for (long at = page; at + page <= size; at += page) {
                channel.write(zeros.rewind(), at);
            }
        }
        ChildJvm.Result result = withCache(temp).run("declared").succeeded();
        assertEquals("32.0", result.get("ddot"));
        assertTrue(result.output().contains("does not match its checksum"), result.output());
    }

    @Test
    void aProcessThatWasKilledLeavesNoTemporaryFolderForLong(@TempDir Path temp) throws Exception {
        Path tmpdir = Files.createDirectory(temp.resolve("tmp"));
        Process process = new ChildJvm().start("temporary", tmpdir.toString());
        Path folder;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            folder = Path.of(String.valueOf(reader.readLine()));
            Files.writeString(folder.resolve("libopenblas.so.0"), "half");
            TemporaryFolder.in(tmpdir).close();
            assertTrue(Files.exists(folder), "it is in use");
        } finally {
            process.destroyForcibly().waitFor();
        }
        // Killed between the creation and the lock.
        Path empty = Files.createDirectory(tmpdir.resolve(TemporaryFolder.PREFIX + "1-1-1"));
        Path foreign = Files.createDirectory(tmpdir.resolve("somebody-elses"));
        try (TemporaryFolder mine = TemporaryFolder.in(tmpdir)) {
            assertFalse(Files.exists(folder), "what was left is deleted");
            assertFalse(Files.exists(empty), "what was left is deleted");
            try (TemporaryFolder second = TemporaryFolder.in(tmpdir)) {
                assertTrue(Files.exists(mine.path()) && Files.exists(second.path()));
            }
        }
        try (Stream<Path> left = Files.list(tmpdir)) {
            assertEquals(List.of(foreign), left.toList());
        }
    }

    @Test
    void doesNotLeaveItsVariablesInTheEnvironment(@TempDir Path temp) throws Exception {
        ChildJvm.Result result = withCache(temp)
                .environment("OMP_NUM_THREADS", "7")
                .run("declared")
                .succeeded();
        assertEquals("Optional.empty", result.get("java.OPENBLAS_NUM_THREADS"));
        assertEquals("Optional.empty", result.get("native.OPENBLAS_NUM_THREADS"));
        assertEquals("Optional[7]", result.get("java.OMP_NUM_THREADS"));
        assertEquals("Optional[7]", result.get("native.OMP_NUM_THREADS"));
        assertEquals("1", result.get("threads"));
    }

    @Test
    void theUsersThreadSettingDoesNotPrevail(@TempDir Path temp) throws Exception {
        ChildJvm.Result result = withCache(temp)
                .environment("OPENBLAS_NUM_THREADS", "2")
                .run("declared")
                .succeeded();
        assertEquals("1", result.get("threads"));
        assertEquals("Optional[2]", result.get("native.OPENBLAS_NUM_THREADS"));
    }

    @Test
    void reportsTheCoreType(@TempDir Path temp) throws Exception {
        ChildJvm.Result result = withCache(temp)
                .environment("OPENBLAS_CORETYPE", "Nehalem")
                .run("declared")
                .succeeded();
        assertTrue(result.get("warnings").contains("OPENBLAS_CORETYPE=Nehalem"), result.output());
    }

    @Test
    void findsALibraryByNameAndReportsTheRealFile(@TempDir Path temp) throws Exception {
        Path library = extract(temp.resolve("elsewhere"));
        String name =
                LibrarySearch.on(Platform.current(), FakeFiles.of()).names().getFirst();
        Path folder = Files.createDirectory(temp.resolve("system"));
        Files.createSymbolicLink(folder.resolve(name), library);
        String searchPath = folder + File.pathSeparator + library.getParent();
        ChildJvm.Result result = new ChildJvm()
                .options("-Dpanagrad.blas=system")
                .environment("LD_LIBRARY_PATH", searchPath)
                .environment("DYLD_LIBRARY_PATH", searchPath)
                .run("load")
                .succeeded();
        assertEquals("SYSTEM", result.get("source"));
        assertEquals(library.toRealPath().toString(), result.get("path"));
        assertEquals("32.0", result.get("ddot"));
    }

    @Test
    void loadsTheFileThatTheUserNames(@TempDir Path temp) throws Exception {
        Path library = extract(temp);
        ChildJvm.Result byProperty = new ChildJvm()
                .environment("LD_LIBRARY_PATH", String.valueOf(library.getParent()))
                .environment("PANAGRAD_BLAS_LIBRARY", "/ignored, since the property comes first")
                .options("-Dpanagrad.blas=" + library)
                .run("load")
                .succeeded();
        assertEquals("EXPLICIT", byProperty.get("source"));
        assertEquals(library.toRealPath().toString(), byProperty.get("path"));
    }

    @Test
    void aNamedFileThatIsMissingIsAnError(@TempDir Path temp) throws Exception {
        assertRefused(temp.resolve("none.so"), "no such file");
    }

    @Test
    void aNamedFolderIsAnError(@TempDir Path temp) throws Exception {
        assertRefused(temp, "it is a folder; name the library file itself");
    }

    @Test
    void aNamedTextFileIsAnError(@TempDir Path temp) throws Exception {
        Path text = Files.writeString(temp.resolve("lib.so"), "This is no library.");
        assertRefused(text, "");
    }

    @Test
    void aNamedLibraryThatIsNoOpenBlasIsAnError() throws Exception {
        Path other = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
        assertRefused(other, "not a CBLAS: it has no cblas_sgemm");
    }

    private static void assertRefused(Path library, String reason) throws Exception {
        ChildJvm.Result result = new ChildJvm()
                .environment("PANAGRAD_BLAS_LIBRARY", library.toString())
                .run("load");
        assertEquals(3, result.exitCode(), result.output());
        String message = result.get("OpenBlasLoadException");
        assertTrue(
                message.startsWith(
                        "The library that PANAGRAD_BLAS_LIBRARY names cannot be used: " + library + ": " + reason),
                message);
    }

    @Test
    void saysWhichFlagAllowsNativeAccess() throws Exception {
        ChildJvm.Result result = new ChildJvm().withoutOptions().options(DENIED).run("load");
        assertEquals(3, result.exitCode(), result.output());
        assertTrue(
                result.get("OpenBlasUnavailableException")
                        .endsWith("Start it with --enable-native-access=ALL-UNNAMED."),
                result.output());
    }

    @Test
    void worksOnTheModulePath(@TempDir Path temp) throws Exception {
        // As a module, the declared jar would require JavaCPP, so it is only found as a file on the module path.
        String modulePath = ChildJvm.classPathEntries().stream()
                .filter(entry -> !entry.contains("test-classes"))
                .filter(entry -> entry.endsWith("classes")
                        || entry.matches(".*(slf4j-api|slf4j-simple|openblas|panagrad-base).*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        assertFalse(modulePath.isEmpty());
        Path testClasses = Path.of(ChildMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ChildJvm.Result result = withCache(temp)
                .withoutOptions()
                .options(
                        DENIED,
                        "--enable-native-access=io.github.panagrad.blas",
                        "--module-path=" + modulePath,
                        "--patch-module=io.github.panagrad.blas=" + testClasses)
                .target(List.of("-m", "io.github.panagrad.blas/" + ChildMain.class.getName()))
                .run("declared")
                .succeeded();
        assertEquals("DECLARED", result.get("source"));
        assertEquals("32.0", result.get("ddot"));
    }
}
