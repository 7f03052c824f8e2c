package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Kernels once the compiler is done with all of them, used in turn with both element types: they allocate nothing, and
 * give the bits that the interpreter gives. In a JVM of their own: what the compiler makes of a kernel depends on everything
 * that ran before.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CompiledKernelsTest {
    private final Map<String, String> compiled = new TreeMap<>();
    private final Map<String, String> allocated = new TreeMap<>();

    @BeforeAll
    void compile() throws Exception {
        Map<String, String> printed = new ChildJvm()
                .withOpenBlasSettings()
                .options(ChildJvm.VECTORS)
                .run(CompiledKernelsProbe.class)
                .succeeded()
                .values();
        printed.forEach((name, value) -> (name.startsWith("bytes ") ? allocated : compiled).put(name, value));
    }

    @Test
    void allocateNothing() {
        assertEquals(Map.of(), allocated);
    }

    @Test
    void giveTheBitsOfTheInterpreter() throws Exception {
        Map<String, String> interpreted = new ChildJvm()
                .withOpenBlasSettings()
                .options(ChildJvm.VECTORS, "-Xint")
                .run(KernelBits.class)
                .succeeded()
                .values();
        assertTrue(interpreted.size() > 100, interpreted.toString());
        assertEquals(interpreted, compiled);
    }

    /** Kernels that do not sum over a register give the same bits in every width of register. */
    @Test
    void giveTheBitsOfNarrowerRegisters() throws Exception {
        Map<String, String> narrow = new ChildJvm()
                .withOpenBlasSettings()
                .options(ChildJvm.VECTORS, "-XX:MaxVectorSize=16")
                .run(KernelBits.class)
                .succeeded()
                .values();
        Map<String, String> wide = new TreeMap<>(compiled);
        narrow.keySet().removeIf(CompiledKernelsTest::sumsOverRegisters);
        wide.keySet().removeIf(CompiledKernelsTest::sumsOverRegisters);
        assertTrue(narrow.size() > 80, narrow.toString());
        assertEquals(wide, narrow);
    }

    private static boolean sumsOverRegisters(String call) {
        return call.matches("(softmax|softmaxCrossEntropy|sigmoidCrossEntropy|squaredError|sumOfSquares|matrixVector"
                + "|gemm|axpy|penalties.sumOfMagnitudes|penalties.limitRowNorms"
                + "|normalizations.standardizeRows|normalizations.rowGradient) .*");
    }
}
