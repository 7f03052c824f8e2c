package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LibrarySearchTest {
    private static List<String> filesOn(Platform platform, String... files) {
        return LibrarySearch.on(platform, FakeFiles.of(files)).files();
    }

    @Test
    void debianTakesTheAlternativeThatTheAdministratorChoseFirst() {
        String lib = "/usr/lib/x86_64-linux-gnu";
        assertEquals(
                List.of(
                        lib + "/libopenblas.so.0",
                        lib + "/openblas-pthread/libopenblas.so.0",
                        lib + "/openblas-openmp/libopenblas.so.0",
                        lib + "/openblas-serial/libopenblas.so.0"),
                filesOn(
                        Platforms.linux(Architecture.X86_64, Platforms.GLIBC),
                        lib + "/openblas-serial/libopenblas.so.0",
                        lib + "/openblas-openmp/libopenblas.so.0",
                        lib + "/openblas-pthread/libopenblas.so.0",
                        lib + "/libopenblas.so.0"));
    }

    @Test
    void debianOnArmLooksInItsOwnMultiArchFolder() {
        assertEquals(
                List.of("/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0"),
                filesOn(
                        Platforms.linux(Architecture.AARCH64, Platforms.GLIBC),
                        "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0",
                        "/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0"));
    }

    @Test
    void fedoraPrefersPthreadsToOpenMpToSerial() {
        assertEquals(
                List.of("/usr/lib64/libopenblasp.so.0", "/usr/lib64/libopenblaso.so.0", "/usr/lib64/libopenblas.so.0"),
                filesOn(
                        Platforms.linux(Architecture.X86_64, Platforms.GLIBC),
                        "/usr/lib64/libopenblas.so.0",
                        "/usr/lib64/libopenblaso.so.0",
                        "/usr/lib64/libopenblasp.so.0"));
    }

    @Test
    void alpine() {
        assertEquals(
                List.of("/usr/lib/libopenblas.so.3"),
                filesOn(Platforms.linux(Architecture.X86_64, Platforms.MUSL), "/usr/lib/libopenblas.so.3"));
    }

    @Test
    void arch() {
        assertEquals(
                List.of("/usr/lib/libopenblas.so.0", "/usr/lib/libopenblas.so"),
                filesOn(
                        Platforms.linux(Architecture.X86_64, Platforms.GLIBC),
                        "/usr/lib/libopenblas.so",
                        "/usr/lib/libopenblas.so.0"));
    }

    @Test
    void openSuse() {
        assertEquals(
                List.of("/usr/lib64/libopenblas_pthreads.so.0"),
                filesOn(Platforms.linux(Architecture.X86_64, Platforms.GLIBC), "/usr/lib64/libopenblas_pthreads.so.0"));
    }

    @Test
    void whatIsBuiltByHandComesBeforeWhatTheDistributionHas() {
        assertEquals(
                List.of(
                        "/usr/local/lib/libopenblas.so.0",
                        "/usr/lib64/libopenblasp.so.0",
                        "/opt/OpenBLAS/lib/libopenblas.so.0"),
                filesOn(
                        Platforms.linux(Architecture.X86_64, Platforms.GLIBC),
                        "/opt/OpenBLAS/lib/libopenblas.so.0",
                        "/usr/lib64/libopenblasp.so.0",
                        "/usr/local/lib/libopenblas.so.0"));
    }

    @Test
    void homebrewHasAPrefixForEachArchitecture() {
        String arm = "/opt/homebrew/opt/openblas/lib/libopenblas.0.dylib";
        String intel = "/usr/local/opt/openblas/lib/libopenblas.0.dylib";
        assertEquals(List.of(arm), filesOn(Platforms.mac(Architecture.AARCH64), arm, intel));
        assertEquals(List.of(intel), filesOn(Platforms.mac(Architecture.X86_64), arm, intel));
    }

    @Test
    void asksTheDynamicLinkerForPthreadsFirst() {
        List<String> names = LibrarySearch.on(Platforms.linux(Architecture.OTHER, Platforms.GLIBC), FakeFiles.of())
                .names();
        assertEquals("libopenblasp.so.0", names.getFirst());
        assertTrue(names.indexOf("libopenblaso.so.0") < names.indexOf("libopenblas.so.0"), names.toString());
    }

    @Test
    void anotherSystemHasNowhereToLook() {
        Platform platform = new Platform(
                OperatingSystem.OTHER, Architecture.X86_64, new CLibrary.Native(), name -> null, name -> null);
        assertEquals(new LibrarySearch(List.of(), List.of(), List.of()), LibrarySearch.on(platform, FakeFiles.of("x")));
    }

    @Test
    void readsTheNamesThatTheJvmGivesToPlatforms() {
        assertEquals(OperatingSystem.LINUX, OperatingSystem.of("Linux"));
        assertEquals(OperatingSystem.MACOS, OperatingSystem.of("Mac OS X"));
        assertEquals(OperatingSystem.OTHER, OperatingSystem.of("Windows 11"));
        assertEquals(Architecture.X86_64, Architecture.of("amd64"));
        assertEquals(Architecture.X86_64, Architecture.of("x86_64"));
        assertEquals(Architecture.AARCH64, Architecture.of("aarch64"));
        assertEquals(Architecture.OTHER, Architecture.of("riscv64"));
    }
}
