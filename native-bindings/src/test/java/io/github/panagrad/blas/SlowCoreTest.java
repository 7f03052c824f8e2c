package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.call.CblasNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlowCoreTest {
    private static final String MODERN = """
            processor\t: 0
            model name\t: AMD EPYC
            flags\t\t: fpu sse2 ssse3 fma avx avx2 bmi2
            """;
    private static final String OLD = "processor\t: 0\nflags\t\t: fpu sse2 ssse3 avx\n";

    @Test
    void isAnOldKernelOnAProcessorWithAvx2() {
        for (String core : List.of("Prescott", "Nehalem", "SANDYBRIDGE", "Opteron_SSE3")) {
            String warning = SlowCore.warning(core, "0.3.3", MODERN).orElseThrow();
            assertEquals(1, warning.lines().count());
            assertTrue(warning.startsWith("OpenBLAS 0.3.3 selected the kernel " + core), warning);
            assertTrue(warning.contains("Install a newer OpenBLAS"), warning);
        }
    }

    @Test
    void isNoneThatFitsTheProcessor() {
        for (String core : List.of("Haswell", "Zen", "SkylakeX", "Cooperlake", "armv8", "unknown")) {
            assertEquals(Optional.empty(), SlowCore.warning(core, "0.3.31", MODERN));
        }
        assertEquals(Optional.empty(), SlowCore.warning("Sandybridge", "0.3.31", OLD));
        assertEquals(Optional.empty(), SlowCore.warning("Prescott", "0.3.31", ""));
    }

    @Test
    void isSaidOnceWhereTheVariableIsToBlame() {
        LibraryProbe probe = OpenBlasProvider.describe(
                CblasNames.STANDARD, "OpenBLAS 0.3.31 x", "Prescott", ThreadingModel.PTHREADS);
        Platform plain = Platforms.linux(Architecture.X86_64, Platforms.GLIBC);
        assertEquals(
                SlowCore.warning("Prescott", "0.3.31", MODERN).stream().toList(),
                LibraryWarnings.about(probe, plain, MODERN));
        Platform forced = Platforms.with(plain, Map.of("OPENBLAS_CORETYPE", "Prescott"), Map.of());
        List<String> warnings = LibraryWarnings.about(probe, forced, MODERN);
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().endsWith("Unset it."), warnings.getFirst());
    }
}
