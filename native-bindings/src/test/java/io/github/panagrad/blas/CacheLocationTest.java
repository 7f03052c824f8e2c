package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheLocationTest {
    private static final Platform LINUX = Platforms.linux(Architecture.X86_64, Platforms.GLIBC);
    private static final Map<String, String> HOME = Map.of("user.home", "/home/ada", "java.io.tmpdir", "/tmp");

    private static List<Path> on(Platform platform, Map<String, String> environment, Map<String, String> properties)
            throws RejectedLibraryException {
        return CacheLocation.on(Platforms.with(platform, environment, properties)).stream()
                .map(CacheLocation::folder)
                .toList();
    }

    @Test
    void linux() throws RejectedLibraryException {
        assertEquals(List.of(Path.of("/home/ada/.cache/panagrad"), Path.of("/tmp")), on(LINUX, Map.of(), HOME));
    }

    @Test
    void linuxWithXdg() throws RejectedLibraryException {
        assertEquals(
                List.of(Path.of("/cache/panagrad"), Path.of("/tmp")),
                on(LINUX, Map.of("XDG_CACHE_HOME", "/cache"), HOME));
        assertEquals(
                List.of(Path.of("/home/ada/.cache/panagrad"), Path.of("/tmp")),
                on(LINUX, Map.of("XDG_CACHE_HOME", "relative"), HOME));
    }

    @Test
    void mac() throws RejectedLibraryException {
        assertEquals(
                List.of(Path.of("/home/ada/Library/Caches/panagrad"), Path.of("/tmp")),
                on(Platforms.mac(Architecture.AARCH64), Map.of(), HOME));
    }

    @Test
    void aChosenFolderComesFirst() throws RejectedLibraryException {
        assertEquals(
                List.of(Path.of("/chosen"), Path.of("/tmp")), on(LINUX, Map.of("PANAGRAD_CACHE", "/chosen"), HOME));
        assertEquals(
                List.of(Path.of("/property")),
                on(
                        LINUX,
                        Map.of("PANAGRAD_CACHE", "/chosen"),
                        Map.of("panagrad.cache", "/property", "user.home", "/home/ada")));
    }

    @Test
    void aUserWithoutAHomeGetsATemporaryFolder() throws RejectedLibraryException {
        assertEquals(List.of(Path.of("/tmp")), on(LINUX, Map.of(), Map.of("user.home", "?", "java.io.tmpdir", "/tmp")));
    }

    @Test
    void aPathThatIsNoneIsRefused() {
        var e = assertThrows(RejectedLibraryException.class, () -> on(LINUX, Map.of("PANAGRAD_CACHE", "a\0b"), HOME));
        assertEquals("PANAGRAD_CACHE is 'a\\u0000b', which is not a path", e.reason());
    }
}
