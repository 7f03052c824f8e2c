package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.call.CblasNames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryProbeTest {
    private static LibraryProbe probe(String config, ThreadingModel threading) {
        return OpenBlasProvider.describe(CblasNames.STANDARD, config, "Zen", threading);
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
    void integersAreAsWideAsTheBuildSays() {
        assertFalse(
                probe("OpenBLAS 0.3.31 Zen", ThreadingModel.PTHREADS).names().isWide());
        assertEquals(
                new CblasNames("", true),
                probe("OpenBLAS 0.3.31 USE64BITINT Zen", ThreadingModel.PTHREADS)
                        .names());
    }

    @Test
    void refusesWhatIsNoCblas() {
        assertEquals(
                "not a CBLAS: it has no cblas_sgemm, cblas_dgemm, cblas_saxpy, cblas_daxpy",
                refusal(List.of("dgemm_", "sgemm_")));
        assertEquals(
                "not a CBLAS: it has no cblas_saxpy", refusal(List.of("cblas_sgemm", "cblas_dgemm", "cblas_daxpy")));
    }

    /** Of the names that a product has, those are named that are almost complete. */
    @Test
    void refusesABuildWithoutCblas() {
        assertEquals(
                "an OpenBLAS whose functions are not all there: it has no cblas_sgemm64_",
                refusal(List.of("openblas_get_config64_", "cblas_dgemm64_", "cblas_saxpy64_", "cblas_daxpy64_")));
    }

    @Test
    void refusesAPartOfMkl() {
        assertEquals(
                "a part of MKL that lacks MKL_Set_Interface_Layer; name libmkl_rt, the library for all of it",
                refusal(List.of("MKL_Get_Version_String", "cblas_sgemm", "cblas_dgemm", "cblas_saxpy", "cblas_daxpy")));
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
        return assertThrows(RejectedLibraryException.class, () -> LibraryProbe.of(Path.of("lib.so"), library(names)))
                .reason();
    }
}
