package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which backend a process gets, and what it is told, where a library, a module or a permission is missing. */
@Timeout(60)
class BackendProcessTest {
    /** A system that no OpenBLAS is known for, whatever is installed on this one. */
    private static final String UNKNOWN_SYSTEM = "-Dos.name=Plan 9";

    private static final String FALLBACK = "using the java backend";
    private static final String FLAG = "--add-modules jdk.incubator.vector";

    @Test
    void withEverythingThereIsNoWarning() throws Exception {
        ChildJvm.Result result = new ChildJvm()
                .options(ChildJvm.VECTORS)
                .run(BackendProbe.class, "preferred", "native", "compare", "vectors")
                .succeeded();
        assertEquals("NATIVE", result.get("preferred"));
        assertEquals("there", result.get("native"));
        assertEquals("true", result.get("vectors"));
        assertEquals(0, result.warnings(""), result.output());
    }

    @Test
    void withoutTheVectorModulePlainLoopsAndOneWarning() throws Exception {
        ChildJvm.Result result = new ChildJvm()
                .run(BackendProbe.class, "native", "compare", "native", "vectors")
                .succeeded();
        assertEquals("there", result.get("native"));
        assertEquals("false", result.get("vectors"));
        assertTrue(Double.parseDouble(result.get("difference")) < 1e-13, result.output());
        assertEquals(1, result.warnings(""), result.output());
        assertEquals(1, result.warnings(FLAG), result.output());
    }

    @Test
    void theJavaBackendNeedsNoModuleAndWarnsOfNothing() throws Exception {
        ChildJvm.Result result = new ChildJvm()
                .options(UNKNOWN_SYSTEM)
                .without("openblas")
                .run(BackendProbe.class, "java")
                .succeeded();
        assertEquals("12.0", result.get("java"));
        assertEquals(0, result.warnings(""), result.output());
    }

    @Test
    void withoutALibraryJavaIsPreferredWithOneWarning() throws Exception {
        ChildJvm.Result result = new ChildJvm()
                .options(UNKNOWN_SYSTEM, ChildJvm.VECTORS)
                .without("openblas")
                .run(BackendProbe.class, "preferred", "native", "java")
                .succeeded();
        assertEquals("JAVA", result.get("preferred"));
        assertEquals("JAVA", result.get("again"));
        assertEquals(1, result.warnings(FALLBACK), result.output());
        assertEquals(1, result.warnings(""), result.output());
        // Asked for by name it is an error, with the same reason.
        assertEquals("OpenBlasUnavailableException", result.get("native"));
        assertTrue(result.get("reason").contains("No usable OpenBLAS was found"), result.output());
        assertEquals("12.0", result.get("java"));
    }

    @Test
    void withoutAProviderOfSlf4jTheWarningsAreOnStandardErrorOnce() throws Exception {
        String openBlas = "panagrad: using the java backend, which is slower: No usable OpenBLAS was found";
        ChildJvm.Result loud = new ChildJvm()
                .options(UNKNOWN_SYSTEM)
                .without("openblas")
                .without("slf4j-simple")
                .run(BackendProbe.class, "preferred", "java")
                .succeeded();
        assertEquals("JAVA", loud.get("again"));
        assertEquals(1, lines(loud, openBlas), loud.output());
        assertEquals(1, lines(loud, "panagrad: "), loud.output());

        ChildJvm.Result vectors = new ChildJvm()
                .without("slf4j-simple")
                .run(BackendProbe.class, "native", "compare", "native")
                .succeeded();
        assertEquals(1, lines(vectors, "panagrad: The module jdk.incubator.vector"), vectors.output());
        assertEquals(1, lines(vectors, "panagrad: "), vectors.output());

        ChildJvm.Result quiet = new ChildJvm()
                .options(UNKNOWN_SYSTEM, "-Dpanagrad.warnings=off")
                .without("openblas")
                .without("slf4j-simple")
                .run(BackendProbe.class, "preferred", "java")
                .succeeded();
        assertEquals(0, lines(quiet, "panagrad: "), quiet.output());
    }

    private static long lines(ChildJvm.Result result, String start) {
        return result.output().lines().filter(line -> line.startsWith(start)).count();
    }

    @Test
    void whoRequiresALibraryIsNeverGivenJavaInItsPlace() throws Exception {
        ChildJvm.Result none = new ChildJvm()
                .options(UNKNOWN_SYSTEM, ChildJvm.VECTORS)
                .without("openblas")
                .run(BackendProbe.class, "require")
                .succeeded();
        assertEquals("OpenBlasUnavailableException", none.get("require"));
        assertEquals(0, none.warnings(""), none.output());
        ChildJvm.Result other = new ChildJvm()
                .options("-Dpanagrad.blas=declared", ChildJvm.VECTORS)
                .without("openblas")
                .run(BackendProbe.class, "require")
                .succeeded();
        assertEquals("OpenBlasLoadException", other.get("require"));
        assertEquals(
                "NATIVE",
                new ChildJvm().run(BackendProbe.class, "require").succeeded().get("require"));
        assertEquals(
                "JAVA",
                new ChildJvm()
                        .options("-Dpanagrad.blas=java")
                        .run(BackendProbe.class, "require")
                        .succeeded()
                        .get("require"));
    }

    @Test
    void withoutThePermissionJavaIsPreferredWithOneWarning() throws Exception {
        ChildJvm.Result result = new ChildJvm()
                .options(ChildJvm.VECTORS, "--illegal-native-access=deny")
                .denyNativeAccess()
                .run(BackendProbe.class, "preferred", "java")
                .succeeded();
        assertEquals("JAVA", result.get("preferred"));
        assertEquals(1, result.warnings(FALLBACK), result.output());
        assertTrue(result.output().contains("--enable-native-access=ALL-UNNAMED"), result.output());
        assertEquals("12.0", result.get("java"));
    }

    @Test
    void aNamedLibraryThatCannotBeUsedIsAnError() throws Exception {
        ChildJvm.Result byProperty = new ChildJvm()
                .options("-Dpanagrad.blas=/nonexistent/libopenblas.so", ChildJvm.VECTORS)
                .run(BackendProbe.class, "native", "preferred");
        assertEquals("OpenBlasLoadException", byProperty.get("native"));
        assertTrue(byProperty.get("reason").contains("/nonexistent/libopenblas.so"), byProperty.output());
        assertEquals(1, byProperty.exitCode(), byProperty.output());
        assertFalse(byProperty.values().containsKey("preferred"), "no silent choice of another");
        assertTrue(byProperty.output().contains("OpenBlasLoadException"), byProperty.output());
        assertEquals(0, byProperty.warnings(FALLBACK), byProperty.output());

        ChildJvm.Result byVariable = new ChildJvm()
                .environment("PANAGRAD_BLAS_LIBRARY", "/nonexistent/libopenblas.so")
                .run(BackendProbe.class, "preferred");
        assertEquals(1, byVariable.exitCode(), byVariable.output());
        assertTrue(byVariable.output().contains("PANAGRAD_BLAS_LIBRARY"), byVariable.output());
    }

    @Test
    void whoChoosesTheJavaBackendIsNotWarned() throws Exception {
        ChildJvm.Result result = new ChildJvm()
                .options("-Dpanagrad.blas=java", ChildJvm.VECTORS)
                .run(BackendProbe.class, "preferred", "native", "java")
                .succeeded();
        assertEquals("JAVA", result.get("preferred"));
        assertEquals(0, result.warnings(""), result.output());
        // The native backend contradicts the choice.
        assertEquals("OpenBlasLoadException", result.get("native"));
        assertTrue(result.get("reason").startsWith("-Dpanagrad.blas=java asks for no OpenBLAS"), result.output());
    }
}
