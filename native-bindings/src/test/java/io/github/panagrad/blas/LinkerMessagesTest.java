package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LinkerMessagesTest {
    private static final Path LIBRARY = Path.of("/cache/libopenblas.so.0");

    @Test
    void leavesOutTheNameOfTheFile() {
        var error = new UnsatisfiedLinkError(
                "/cache/libopenblas.so.0: libgfortran.so.5: cannot open shared object file: No such file or directory");
        assertEquals(
                "libgfortran.so.5: cannot open shared object file: No such file or directory",
                LinkerMessages.explain(LIBRARY, error));
    }

    @Test
    void explainsNoexec() {
        var error = new UnsatisfiedLinkError(
                "/cache/libopenblas.so.0: /cache/libopenblas.so.0: failed to map segment from shared object");
        assertTrue(LinkerMessages.explain(LIBRARY, error).endsWith("(the folder is probably mounted noexec)"));
    }
}
