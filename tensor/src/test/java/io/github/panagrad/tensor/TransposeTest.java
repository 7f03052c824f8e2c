package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.tensor.ops.Kernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matrices transposed, of all sizes around those of the blocks, on views of larger ones. */
class TransposeTest {
    private static final int[] SIZES = {1, 3, 7, 8, 9, 16, 20, 31, 64, 67};

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void rowsBecomeColumnsAndNothingElseIsWritten(KernelSet set) {
        for (int rows : SIZES) {
            for (int columns : SIZES) {
                try (Slab slab = new Slab("test")) {
                    Tensor in = slab.allocate(set.dtype(), rows + 2, columns + 3);
                    Tensor out = slab.allocate(set.dtype(), columns + 2, rows + 3);
                    for (int r = 0; r < in.rows(); r++) {
                        for (int c = 0; c < in.columns(); c++) {
                            in.set(r, c, 1000 * r + c + 1);
                        }
                    }
                    Tensor x = in.rowRange(1, 1 + rows).columnRange(2, 2 + columns);
                    Tensor y = out.rowRange(1, 1 + columns).columnRange(2, 2 + rows);
                    set.kernels().transpose(x, y);
                    for (int r = 0; r < out.rows(); r++) {
                        for (int c = 0; c < out.columns(); c++) {
                            boolean inside = r >= 1 && r < 1 + columns && c >= 2 && c < 2 + rows;
                            double expected = inside ? x.get(c - 2, r - 1) : 0;
                            assertEquals(expected, out.get(r, c), set + " " + rows + "x" + columns);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void shapesMustFit(KernelSet set) {
        try (Slab slab = new Slab("test")) {
            Tensor x = slab.allocate(set.dtype(), 3, 5);
            Tensor y = slab.allocate(set.dtype(), 3, 5);
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> set.kernels().transpose(x, y));
            assertEquals("cannot transpose 3x5 into 3x5", refused.getMessage());
        }
    }

    @Test
    void copyingPaysForSmallProductsOfOpenBlasOnly() {
        assertFalse(Kernels.of(Backend.JAVA, DType.F32).isFasterCopied(32, 64, 64));
        assertFalse(Kernels.of(Backend.NATIVE, DType.F32).isFasterCopied(128, 128, 784));
        assertFalse(Kernels.of(Backend.NATIVE, DType.F64).isFasterCopied(32, 1, 64));
        // Copying itself is fast only where a register holds eight elements.
        assertEquals(
                FloatVector.SPECIES_PREFERRED.length() >= 8,
                Kernels.of(Backend.NATIVE, DType.F32).isFasterCopied(32, 64, 64));
        assertEquals(
                DoubleVector.SPECIES_PREFERRED.length() >= 8,
                Kernels.of(Backend.NATIVE, DType.F64).isFasterCopied(32, 64, 64));
    }
}
