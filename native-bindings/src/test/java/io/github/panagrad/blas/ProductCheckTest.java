package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.cblas.cblas_h;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ProductCheckTest {
    private static final int ROWS = 37;
    private static final int COLUMNS = 51;
    private static final int DEPTH = 73;

    /** Multiplies correctly, with a different summation order from that of the check. */
    private static void multiply(int transB, MemorySegment a, MemorySegment b, int strideOfB, MemorySegment c) {
        boolean transposed = transB == cblas_h.CblasTrans();
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                float sum = 0;
                for (int k = DEPTH - 1; k >= 0; k--) {
                    int at = transposed ? j * strideOfB + k : k * strideOfB + j;
                    sum += a.getAtIndex(ValueLayout.JAVA_FLOAT, i * DEPTH + k)
                            * b.getAtIndex(ValueLayout.JAVA_FLOAT, at);
                }
                c.setAtIndex(ValueLayout.JAVA_FLOAT, i * COLUMNS + j, sum);
            }
        }
    }

    private static void require(ProductCheck.Gemm gemm) throws RejectedLibraryException {
        ProductCheck.require("float", "Zen", gemm, ValueLayout.JAVA_FLOAT);
    }

    @Test
    void acceptsRightProducts() {
        assertDoesNotThrow(() -> require(ProductCheckTest::multiply));
    }

    @Test
    void refusesOneWrongElementAndNamesTheCore() {
        for (int wrong : new int[] {0, COLUMNS - 1, ROWS * COLUMNS - 1}) {
            RejectedLibraryException refused = assertThrows(
                    RejectedLibraryException.class,
                    () -> require((transB, a, b, strideOfB, c) -> {
                        multiply(transB, a, b, strideOfB, c);
                        float right = c.getAtIndex(ValueLayout.JAVA_FLOAT, wrong);
                        c.setAtIndex(ValueLayout.JAVA_FLOAT, wrong, Math.nextUp(right));
                    }));
            assertTrue(refused.reason().contains("core type Zen"), refused.reason());
        }
    }

    @Test
    void refusesALibraryThatIsWrongWithTransposedFactorsOnly() {
        assertThrows(
                RejectedLibraryException.class,
                () -> require((transB, a, b, strideOfB, c) -> {
                    if (transB == cblas_h.CblasNoTrans()) {
                        multiply(transB, a, b, strideOfB, c);
                    }
                }));
    }
}
