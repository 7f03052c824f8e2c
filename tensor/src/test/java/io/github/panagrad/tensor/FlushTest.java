package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements too small to show become 0, and all others stay as they are, to the bit. */
class FlushTest {
    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void setsWhatIsTooSmallToZero(KernelSet set) {
        boolean single = set.dtype() == DType.F32;
        double edge = single ? 0x1p-84 : 0x1p-980;
        double below = single ? Math.nextDown((float) edge) : Math.nextDown(edge);
        double subnormal = single ? Float.MIN_VALUE : Double.MIN_VALUE;
        double normal = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        double[] kept = {1, -3.5, edge, -edge, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] gone = {0, -0.0, below, -below, subnormal, -subnormal, normal, -normal};
        for (int[] shape : new int[][] {{1, 1}, {1, 5}, {3, 7}, {1, 16}, {7, 33}, {128, 10}, {0, 3}}) {
            // Each place once with each value, next to others that stay or go.
            for (int shift = 0; shift < kept.length + gone.length; shift++) {
                Guarded x = Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]);
                for (int r = 0; r < shape[0]; r++) {
                    for (int c = 0; c < shape[1]; c++) {
                        int i = (r * shape[1] + c + shift) % (kept.length + gone.length);
                        x.tensor().set(r, c, i < kept.length ? kept[i] : gone[i - kept.length]);
                    }
                }
                set.kernels().flush(x.tensor());
                for (int r = 0; r < shape[0]; r++) {
                    for (int c = 0; c < shape[1]; c++) {
                        int i = (r * shape[1] + c + shift) % (kept.length + gone.length);
                        double expected = i < kept.length ? kept[i] : 0.0;
                        assertEquals(expected, x.tensor().get(r, c), set + " row " + r + ", column " + c);
                    }
                }
                x.assertIntact(set.toString());
            }
        }
        Refusal.of(() -> set.kernels().flush(slab.allocate(set.dtype(), 3, 5).columnRange(1, 4)));
        DType other = single ? DType.F64 : DType.F32;
        Refusal.of(() -> set.kernels().flush(slab.allocate(other, 3, 5)));
    }
}
