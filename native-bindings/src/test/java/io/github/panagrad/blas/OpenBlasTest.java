package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.call.Cblas;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loads this machine's library into the JVM of the tests. */
class OpenBlasTest {
    /** Returns (1, 2, 3) · (4, 5, 6). */
    static double ddot() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 2, 3);
            MemorySegment y = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 4, 5, 6);
            MemorySegment product = arena.allocate(ValueLayout.JAVA_DOUBLE);
            Cblas.dgemm(false, false, 1, 1, 3, 1, x, 3, y, 1, 0, product, 1);
            return product.get(ValueLayout.JAVA_DOUBLE, 0);
        }
    }

    /** Returns 2 (1, 2) + (5, 5). */
    static float[] saxpy() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2);
            MemorySegment y = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 5, 5);
            Cblas.saxpy(2, 2, x, y);
            return y.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    @Test
    void multipliesMatrices() {
        OpenBlas.load();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 2, 3, 4, 5, 6); // 2x3
            MemorySegment b = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 0, 0, 1, 1, 1); // 3x2
            MemorySegment c = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 1, 1, 1); // 2x2
            Cblas.dgemm(false, false, 2, 2, 3, 2, a, 3, b, 2, 10, c, 2);
            // 2 · [[4, 5], [10, 11]] + 10
            assertArrayEquals(new double[] {18, 20, 30, 32}, c.toArray(ValueLayout.JAVA_DOUBLE));
        }
    }

    @Test
    void loadsOnce() {
        assertSame(OpenBlas.load(), OpenBlas.load());
    }

    @Test
    void anotherChoiceThanTheLoadedLibraryIsRefused() {
        OpenBlas loaded = OpenBlas.load();
        String path = loaded.describe().path();
        String kind = loaded.describe().source() == LibrarySource.DECLARED ? "declared" : "system";
        for (String same : List.of("auto", kind, path)) {
            assertSame(loaded, OpenBlas.load(LibraryChoice.parse("--blas", same)));
        }
        for (String other : List.of(kind.equals("declared") ? "system" : "declared", "java", "./no.so")) {
            var e = assertThrows(
                    OpenBlasLoadException.class, () -> OpenBlas.load(LibraryChoice.parse("--blas", other)));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .startsWith("--blas " + other + " cannot be met: this process has already loaded " + path),
                    e.toString());
        }
    }

    @Test
    void describesTheLibrary() {
        LibraryDescription description = OpenBlas.load().describe();
        assertTrue(Path.of(description.path()).isAbsolute(), description.path());
        assertTrue(description.version().matches("\\d+\\.\\d+\\.\\d+.*"), description.version());
        assertTrue(description.config().contains(description.version()), description.config());
        assertNotEquals(LibraryProbe.UNKNOWN, description.coreName());
        assertNotEquals(ThreadingModel.UNKNOWN, description.threading());
        assertEquals(1, description.threads());
        assertTrue(description.maxCallers() >= 50, description.toString());
        assertEquals(
                new SearchAttempt(description.path(), "loaded"),
                description.attempts().getLast());
    }

    @Test
    void setsTheNumberOfThreads() {
        OpenBlas blas = OpenBlas.load();
        if (blas.describe().threading() == ThreadingModel.SERIAL) {
            assertThrows(IllegalArgumentException.class, () -> blas.setThreads(2));
        } else {
            blas.setThreads(2);
            assertEquals(2, blas.threads());
            assertEquals(2, blas.describe().threads());
        }
        blas.setThreads(1);
        assertEquals(1, blas.threads());
    }

    @Test
    void refusesANumberOfThreadsThatTheLibraryWouldNotKeep() {
        OpenBlas blas = OpenBlas.load();
        assertThrows(IllegalArgumentException.class, () -> blas.setThreads(0));
        var e = assertThrows(IllegalArgumentException.class, () -> blas.setThreads(1_000_000));
        assertTrue(String.valueOf(e.getMessage()).contains("threads, found 1000000"), e.toString());
        assertEquals(1, blas.threads());
    }

    @Test
    void anotherClassLoaderCanLoadItToo() throws ReflectiveOperationException, IOException {
        OpenBlas.load();
        URL[] urls = ChildJvm.classPathEntries().stream().map(OpenBlasTest::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> other = loader.loadClass(OpenBlas.class.getName());
            assertNotSame(OpenBlas.class, other);
            Object description =
                    other.getMethod("describe").invoke(other.getMethod("load").invoke(null));
            assertTrue(description.toString().contains("loaded"), description.toString());

            var ddot = loader.loadClass(OpenBlasTest.class.getName()).getDeclaredMethod("ddot");
            ddot.setAccessible(true);
            assertEquals(32.0, ddot.invoke(null));
        }
        assertEquals(32.0, ddot());
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }
}
