package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Libraries of other products, which are stubs with their names, loaded in processes of their own. Needs a C compiler, {@code cc}. */
class ForeignCblasTest {
    @TempDir
    private Path folder = Path.of("");

    private Path library(String name, StubLibrary stub) throws IOException, InterruptedException {
        return stub.compile(folder.toRealPath().resolve(name));
    }

    private static ChildJvm.Result load(Path library) throws IOException, InterruptedException {
        return new ChildJvm().options("-Dpanagrad.blas=" + library).run("load");
    }

    @ParameterizedTest
    @CsvSource({"$NEWLAPACK, int", "$NEWLAPACK$ILP64, long long"})
    void callsAccelerateByItsNewNames(String suffix, String integer) throws Exception {
        StubLibrary stub = new StubLibrary(suffix, integer).with("ACCELERATE", "1");
        ChildJvm.Result result = load(library("Accelerate", stub)).succeeded();
        assertEquals("Accelerate", result.get("product"));
        assertEquals("32.0", result.get("ddot"));
        assertEquals("[7.0, 9.0]", result.get("saxpy"));
        assertEquals("1", result.get("stub.threading"));
        assertEquals("1", result.get("stub.threads_at_first_product"));
        assertEquals("1", result.get("threads"));
        assertEquals("[]", result.get("warnings"));
        assertEquals(Integer.toString(Integer.MAX_VALUE), result.get("maxCallers"));
    }

    @Test
    void callsAnOldAccelerate() throws Exception {
        StubLibrary stub = new StubLibrary("", "int").with("ACCELERATE", "1");
        ChildJvm.Result result = load(library("Accelerate", stub)).succeeded();
        assertEquals("Accelerate", result.get("product"));
        assertEquals("32.0", result.get("ddot"));
    }

    @ParameterizedTest
    @CsvSource({"64_, long long, USE64BITINT", "_64, long, USE64BITINT", "'', long long, USE64BITINT", "'', int, ZEN"})
    void callsOpenBlasWithAnySuffixAndWidth(String suffix, String integer, String config) throws Exception {
        StubLibrary stub = new StubLibrary(suffix, integer).with("OPENBLAS", "\"" + config + "\"");
        ChildJvm.Result result = load(library("libopenblas.so", stub)).succeeded();
        assertEquals("OpenBLAS", result.get("product"));
        assertEquals("0.3.99", result.get("version"));
        assertEquals("32.0", result.get("ddot"));
        assertEquals("[7.0, 9.0]", result.get("saxpy"));
        assertEquals("1", result.get("threads"));
    }

    @Test
    void callsMklWithoutThreads() throws Exception {
        for (String layer : List.of("libmkl_intel_lp64", "libmkl_sequential", "libmkl_core", "libmkl_avx2")) {
            Files.createFile(folder.resolve(layer + ".so.2"));
        }
        ChildJvm.Result result = load(mkl()).succeeded();
        assertEquals("MKL", result.get("product"));
        assertEquals("2025.3", result.get("version"));
        assertEquals("32.0", result.get("ddot"));
        assertEquals("1", result.get("stub.mkl_threads"));
        assertEquals("1", result.get("threads"));
    }

    @Test
    void callsAnMklThatHasThreadsOnly() throws Exception {
        for (String layer : List.of("libmkl_intel_lp64", "libmkl_gnu_thread", "libmkl_core", "libmkl_def")) {
            Files.createFile(folder.resolve(layer + ".so.2"));
        }
        ChildJvm.Result result = load(mkl()).succeeded();
        assertEquals("32.0", result.get("ddot"));
        assertEquals("1", result.get("threads"));
    }

    /** The first call of the stub would end the process, as that of MKL does. */
    @ParameterizedTest
    @CsvSource({
        "libmkl_intel_lp64 libmkl_core libmkl_def, libmkl_sequential or",
        "libmkl_intel_lp64 libmkl_core libmkl_def libmkl_intel_thread, libmkl_sequential or",
        "libmkl_sequential libmkl_core libmkl_def, libmkl_intel_lp64",
        "libmkl_sequential libmkl_intel_lp64 libmkl_avx2, libmkl_core",
        "libmkl_sequential libmkl_intel_lp64 libmkl_core, libmkl_def or",
    })
    void aMissingPartOfMklDoesNotEndTheProcess(String layers, String missing) throws Exception {
        for (String layer : layers.split(" ", -1)) {
            Files.createFile(folder.resolve(layer + ".so.2"));
        }
        ChildJvm.Result result = load(mkl());
        assertEquals(3, result.exitCode(), result.output());
        assertTrue(result.get("OpenBlasLoadException").contains("an MKL without " + missing), result.output());
    }

    private Path mkl() throws IOException, InterruptedException {
        StubLibrary stub =
                new StubLibrary("", "int").with("MKL", "1").with("LAYERS", "\"" + folder.toRealPath() + "\"");
        return library("libmkl_rt.so.2", stub);
    }

    @Test
    void callsAnyOtherCblasWithAWarning() throws Exception {
        ChildJvm.Result result =
                load(library("libblis.so", new StubLibrary("", "int"))).succeeded();
        assertEquals("CBLAS", result.get("product"));
        assertEquals("32.0", result.get("ddot"));
        assertTrue(result.get("warnings").contains("neither OpenBLAS nor Accelerate nor MKL"), result.output());
    }

    @Test
    void aLibraryWithWrongProductsIsRefused() throws Exception {
        StubLibrary stub = new StubLibrary("", "int").with("TRANSPOSED_BY_MISTAKE", "1");
        ChildJvm.Result result = load(library("libwrong.so", stub));
        assertEquals(3, result.exitCode(), result.output());
        assertTrue(
                result.get("OpenBlasLoadException").contains("matrix products of type float are wrong"),
                result.output());
    }
}
