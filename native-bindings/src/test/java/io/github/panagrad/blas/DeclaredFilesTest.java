package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredFilesTest {
    @Test
    void linuxLoadsTheDependenciesOfTheFortranRuntimeBeforeIt() throws RejectedLibraryException {
        DeclaredFiles files = DeclaredFiles.on(Platforms.linux(Architecture.X86_64, Platforms.GLIBC));
        assertEquals("linux-x86_64", files.classifier());
        assertEquals(List.of("libquadmath.so.0", "libgcc_s.so.1", "libgfortran.so.5"), files.dependencies());
        assertEquals("libopenblas.so.0", files.library());
        assertEquals("org/bytedeco/openblas/linux-x86_64/libopenblas.so.0", files.resource(files.library()));
        assertEquals("org.bytedeco.openblas.linux.x86_64", files.moduleName());
    }

    @Test
    void eachPlatformHasItsOwnFiles() throws RejectedLibraryException {
        assertEquals(
                List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0"),
                DeclaredFiles.on(Platforms.linux(Architecture.AARCH64, Platforms.GLIBC))
                        .names());
        assertEquals(
                List.of("libopenblas.0.dylib"),
                DeclaredFiles.on(Platforms.mac(Architecture.AARCH64)).names());
        assertEquals(
                List.of("libquadmath.0.dylib", "libgcc_s.1.1.dylib", "libgfortran.5.dylib", "libopenblas.0.dylib"),
                DeclaredFiles.on(Platforms.mac(Architecture.X86_64)).names());
    }

    @Test
    void muslIsRefused() {
        assertEquals(
                "needs glibc, but this system has musl", refusal(Platforms.linux(Architecture.X86_64, Platforms.MUSL)));
    }

    @Test
    void anOldGlibcIsRefused() throws RejectedLibraryException {
        assertEquals(
                "needs glibc 2.34 or newer, but this system has glibc 2.31",
                refusal(Platforms.linux(Architecture.X86_64, new CLibrary.Glibc(2, 31))));
        assertNotEquals(
                List.of(),
                DeclaredFiles.on(Platforms.linux(Architecture.X86_64, new CLibrary.Glibc(2, 34)))
                        .names());
    }

    @Test
    void anArchitectureWithoutAJarIsRefused() {
        assertEquals("not available for this platform", refusal(Platforms.linux(Architecture.OTHER, Platforms.GLIBC)));
    }

    @Test
    void readsTheVersionsThatGlibcGives() {
        assertEquals(new CLibrary.Glibc(2, 36), CLibrary.parseGlibc("2.36"));
        assertEquals(new CLibrary.Glibc(2, 40), CLibrary.parseGlibc("2.40.9000"));
        assertThrows(IllegalStateException.class, () -> CLibrary.parseGlibc("new"));
    }

    @Test
    void theJarOfThisPlatformHasTheFiles() throws RejectedLibraryException {
        DeclaredFiles files = DeclaredFiles.on(Platform.current());
        DeclaredContents contents = DeclaredContents.find(files);
        assertEquals(
                files.names(),
                contents.entries().stream().map(DeclaredEntry::name).toList());
        assertTrue(contents.entries().getLast().size() > 1_000_000, contents.toString());
        assertTrue(contents.key().matches("[0-9a-f]{16}"), contents.key());
    }

    @Test
    void sayWhatIsMissingFromTheClassPath() {
        var e = assertThrows(
                RejectedLibraryException.class,
                () -> DeclaredContents.find(new DeclaredFiles("plan9-mips", List.of("libopenblas.so.0"))));
        assertEquals(
                "no dependency brings it (io.github.panagrad:panagrad-openblas, or org.bytedeco:openblas with the classifier"
                        + " plan9-mips)",
                e.reason());
    }

    private static String refusal(Platform platform) {
        return assertThrows(RejectedLibraryException.class, () -> DeclaredFiles.on(platform))
                .reason();
    }
}
