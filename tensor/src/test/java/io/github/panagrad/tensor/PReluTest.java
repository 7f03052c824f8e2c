package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ReLU with learned slopes and its two gradients, in odd shapes, with gaps between rows, with and without dropout. */
class PReluTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1}, new int[] {3, 13}, new int[] {13, 17}, new int[] {64, 3}, new int[] {5, 207}, new int[] {
                9, 1031
            });

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private @Nullable DropoutMask mask(KernelSet set, int[] shape, boolean masked) {
        if (!masked) {
            return null;
        }
        DropoutMask mask = DropoutMask.allocate(slab, shape[0], shape[1]);
        set.kernels().fillMask(mask, 42, 0, 0.25);
        return mask;
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void valuesAndGradients(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (int i = 0; i < 8; i++) {
                check(set, shape, mask(set, shape, i % 2 == 1), (i & 2) > 0, (i & 4) > 0);
            }
        }
    }

    private void check(
            KernelSet set, int[] shape, @Nullable DropoutMask mask, boolean stridedValues, boolean stridedKept) {
        double keep = mask == null ? 1 : 0.75;
        DType dtype = set.dtype();
        Guarded z = Guarded.of(slab, dtype, shape[0], shape[1], stridedValues).random(1, 3);
        Guarded kept = Guarded.of(slab, dtype, shape[0], shape[1], stridedKept);
        Guarded delta =
                Guarded.of(slab, dtype, shape[0], shape[1], !stridedKept).random(2, 2);
        // Ranges of columns of longer rows, as the network cuts them out.
        Guarded bias = Guarded.strided(slab, dtype, 1, shape[1]).random(3, 1);
        Guarded slope = Guarded.strided(slab, dtype, 1, shape[1]).random(4, 1);
        Guarded gradient = Guarded.strided(slab, dtype, 1, shape[1]).filled(77);
        double[][] before = z.tensor().toArray();
        double[][] above = delta.tensor().toArray();
        set.kernels().prelu(bias.tensor(), slope.tensor(), mask, keep, z.tensor(), kept.tensor());
        set.kernels().preluGradient(kept.tensor(), slope.tensor(), mask, keep, delta.tensor(), gradient.tensor());
        String what = set + " prelu " + shape[0] + "x" + shape[1] + (mask == null ? "" : " masked");
        double relative = 8 * set.epsilon();
        for (int c = 0; c < shape[1]; c++) {
            double s = slope.tensor().get(0, c);
            double sum = 0;
            double size = 0;
            for (int r = 0; r < shape[0]; r++) {
                double x = set.rounded(before[r][c] + bias.tensor().get(0, c));
                double scale = mask == null ? 1 : mask.get(r, c) ? 1 / keep : 0;
                Matrices.assertClose(x, kept.tensor().get(r, c), relative, 0, what, r, c);
                Matrices.assertClose((x > 0 ? x : s * x) * scale, z.tensor().get(r, c), relative, 0, what, r, c);
                double d = above[r][c] * scale;
                Matrices.assertClose(x > 0 ? d : s * d, delta.tensor().get(r, c), relative, 0, what, r, c);
                sum += d * Math.min(0, x);
                size += Math.abs(d * Math.min(0, x));
            }
            double allowed = (4 + shape[0]) * set.epsilon() * size;
            Matrices.assertClose(sum, gradient.tensor().get(0, c), 0, allowed, what + " slope gradient", 0, c);
        }
        for (Guarded guarded : List.of(z, kept, delta, bias, slope, gradient)) {
            guarded.assertIntact(what);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void valuesAreTheSameWhetherTheSumsAreKeptOrNot(KernelSet set) {
        for (boolean strided : new boolean[] {false, true}) {
            Guarded z = Guarded.of(slab, set.dtype(), 5, 37, strided).random(1, 3);
            Tensor same = slab.allocate(set.dtype(), 5, 37);
            same.copyFrom(z.tensor());
            Tensor bias = Matrices.random(slab, set.dtype(), 1, 37, 2, 1);
            Tensor slope = Matrices.random(slab, set.dtype(), 1, 37, 3, 1);
            set.kernels().prelu(bias, slope, null, 1, z.tensor(), null);
            set.kernels().prelu(bias, slope, null, 1, same, slab.allocate(set.dtype(), 5, 37));
            assertArrayEquals(same.toArray(), z.tensor().toArray());
            z.assertIntact("prelu");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void zeroTakesTheSlopeAndWhatIsDroppedAddsNothing(KernelSet set) {
        int n = 37;
        Tensor kept = slab.allocate(set.dtype(), 3, n);
        Tensor delta = slab.allocate(set.dtype(), 3, n);
        Tensor slope = slab.allocate(set.dtype(), 1, n);
        Tensor gradient = slab.allocate(set.dtype(), 1, n);
        slope.fill(0.5);
        delta.fill(4);
        kept.rowRange(1, 2).fill(-0.0);
        kept.rowRange(2, 3).fill(Double.NaN);
        DropoutMask mask = DropoutMask.allocate(slab, 3, n);
        for (int c = 0; c < n; c++) {
            mask.set(0, c, true);
            mask.set(1, c, true);
        }
        set.kernels().preluGradient(kept, slope, mask, 0.5, delta, gradient);
        for (int c = 0; c < n; c++) {
            assertEquals(4, delta.get(0, c));
            assertEquals(4, delta.get(1, c));
            assertEquals(0, delta.get(2, c));
            assertEquals(0.0, gradient.get(0, c), 0.0);
        }
        delta.fill(1);
        set.kernels().preluGradient(kept, slope, null, 1, delta, gradient);
        assertEquals(Double.NaN, gradient.get(0, n - 1));
        assertEquals(Double.NaN, gradient.get(0, 0));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void wrongShapesAreRefused(KernelSet set) {
        Tensor z = slab.allocate(set.dtype(), 2, 3);
        Tensor row = slab.allocate(set.dtype(), 1, 3);
        Tensor wrong = slab.allocate(set.dtype(), 1, 2);
        Kernels kernels = set.kernels();
        Refusal.of(() -> kernels.prelu(wrong, row, null, 1, z, null));
        Refusal.of(() -> kernels.prelu(row, wrong, null, 1, z, null));
        Refusal.of(() -> kernels.prelu(row, row, null, 1, z, row));
        Refusal.of(() -> kernels.preluGradient(row, row, null, 1, z, row));
        Refusal.of(() -> kernels.preluGradient(z, wrong, null, 1, z, row));
        Refusal.of(() -> kernels.preluGradient(z, row, null, 1, z, wrong));
    }
}
