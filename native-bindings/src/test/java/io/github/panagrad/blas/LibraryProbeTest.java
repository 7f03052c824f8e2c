package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryProbeTest {
    private static LibraryProbe probe(String config, ThreadingModel threading) {
        return new LibraryProbe(config, "Zen", threading);
    }

    /** Returns a library with these symbols, all at address 0: they must not be called. */
    private static SymbolLookup library(List<String> names) {
        return name -> names.contains(name) ? Optional.of(MemorySegment.NULL) : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "OpenBLAS 0.3.31 DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64, 0.3.31, 128",
        "OpenBLAS 0.3.30.dev DYNAMIC_ARCH Zen MAX_THREADS=8, 0.3.30.dev, 50",
        "NO_AFFINITY Haswell, unknown, 50",
    })
    void readsTheConfiguration(String config, String version, int maxCallers) {
        LibraryProbe probe = probe(config, ThreadingModel.PTHREADS);
        assertEquals(version, probe.version());
        assertEquals(maxCallers, probe.maxCallers());
    }

    @Test
    void aBuildWithoutThreadsBearsOneCaller() {
        assertEquals(
                1,
                probe("OpenBLAS 0.3.21 SINGLE_THREADED", ThreadingModel.SERIAL).maxCallers());
    }

    @Test
    void refusesALibraryThatIsNoOpenBlas() {
        assertEquals("not an OpenBLAS (it has no openblas_get_config)", refusal(List.of("cblas_sgemm", "cblas_dgemm")));
    }

    @Test
    void refusesABuildWithSuffixes() {
        String reason = refusal(List.of("openblas_get_config64_", "cblas_sgemm64_"));
        assertTrue(reason.startsWith("an OpenBLAS with 64-bit integers (its functions end in 64_)"), reason);
    }

    @Test
    void refusesABuildWithoutCblas() {
        List<String> names = LibraryProbe.REQUIRED.stream()
                .filter(name -> !name.equals("cblas_sgemm"))
                .toList();
        assertEquals("an OpenBLAS that lacks cblas_sgemm", refusal(names));
    }

    @Test
    void knowsTheThreadingModels() {
        assertEquals(ThreadingModel.SERIAL, ThreadingModel.of(0));
        assertEquals(ThreadingModel.PTHREADS, ThreadingModel.of(1));
        assertEquals(ThreadingModel.OPENMP, ThreadingModel.of(2));
        assertEquals(ThreadingModel.UNKNOWN, ThreadingModel.of(3));
    }

    @Test
    void warnsOfWhatIsKnownToBeWrong() {
        Platform quiet = Platforms.linux(Architecture.X86_64, Platforms.GLIBC);
        LibraryProbe good = probe("OpenBLAS 0.3.31 MAX_THREADS=64", ThreadingModel.PTHREADS);
        assertEquals(List.of(), LibraryWarnings.about(good, quiet, ""));
        assertEquals(List.of(), LibraryWarnings.about(probe("OpenBLAS 0.3.3 x", ThreadingModel.PTHREADS), quiet, ""));

        assertWarns(
                "OPENBLAS_CORETYPE=Haswell is set",
                good,
                Platforms.with(quiet, Map.of("OPENBLAS_CORETYPE", "Haswell"), Map.of()));
        assertWarns("can give WRONG RESULTS", probe("OpenBLAS 0.3.30 MAX_THREADS=64", ThreadingModel.PTHREADS), quiet);
        assertWarns("older than 0.3.4", probe("Haswell", ThreadingModel.PTHREADS), quiet);
        assertWarns("built without threads", probe("OpenBLAS 0.3.31 SINGLE_THREADED", ThreadingModel.SERIAL), quiet);
    }

    private static void assertWarns(String part, LibraryProbe probe, Platform platform) {
        List<String> warnings = LibraryWarnings.about(probe, platform, "");
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.getFirst().contains(part), warnings.toString());
    }

    private static String refusal(List<String> names) {
        return assertThrows(RejectedLibraryException.class, () -> LibraryProbe.of(library(names)))
                .reason();
    }
}
