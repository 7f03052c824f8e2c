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

/** Activations with learned shares and their two gradients, in odd shapes, with gaps between rows, with and without dropout. */
class ParametricTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1}, new int[] {3, 13}, new int[] {13, 17}, new int[] {64, 3}, new int[] {5, 207}, new int[] {
                9, 1031
            });

    private static final List<Activation.Parametric> KINDS =
            List.of(new Activation.ParametricSelu(1), new Activation.ParametricMish(1));

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
        for (Activation.Parametric f : KINDS) {
            for (int[] shape : SHAPES) {
                for (int i = 0; i < 8; i++) {
                    check(set, f, shape, mask(set, shape, i % 2 == 1), (i & 2) > 0, (i & 4) > 0);
                }
            }
        }
    }

    private void check(
            KernelSet set,
            Activation.Parametric f,
            int[] shape,
            @Nullable DropoutMask mask,
            boolean stridedValues,
            boolean stridedKept) {
        double keep = mask == null ? 1 : 0.75;
        DType dtype = set.dtype();
        Guarded z = Guarded.of(slab, dtype, shape[0], shape[1], stridedValues).random(1, 3);
        Guarded slopes = Guarded.of(slab, dtype, shape[0], shape[1], stridedKept);
        Guarded rises = Guarded.of(slab, dtype, shape[0], shape[1], !stridedKept);
        Guarded delta =
                Guarded.of(slab, dtype, shape[0], shape[1], !stridedKept).random(2, 2);
        // Ranges of columns of longer rows, as the network cuts them out.
        Guarded bias = Guarded.strided(slab, dtype, 1, shape[1]).random(3, 1);
        Guarded share = Guarded.strided(slab, dtype, 1, shape[1]).random(4, 2);
        Guarded gradient = Guarded.strided(slab, dtype, 1, shape[1]).filled(77);
        double[][] before = z.tensor().toArray();
        double[][] above = delta.tensor().toArray();
        Kernels kernels = set.kernels();
        kernels.parametric(f, bias.tensor(), share.tensor(), mask, keep, z.tensor(), slopes.tensor(), rises.tensor());
        kernels.parametricGradient(slopes.tensor(), rises.tensor(), mask, keep, delta.tensor(), gradient.tensor());
        String what = set + " " + f.name() + " " + shape[0] + "x" + shape[1] + (mask == null ? "" : " masked");
        for (int c = 0; c < shape[1]; c++) {
            double s = share.tensor().get(0, c);
            double sum = 0;
            double size = 0;
            for (int r = 0; r < shape[0]; r++) {
                double x = set.rounded(before[r][c] + bias.tensor().get(0, c));
                double value = ActivationOracle.value(f.function(), x);
                double derivative = ActivationOracle.derivative(f.function(), x);
                double scale = mask == null ? 1 : mask.get(r, c) ? 1 / keep : 0;
                double near = 16 * set.epsilon() * (1 + Math.abs(s)) * (1 + Math.abs(x));
                Matrices.assertClose(value - x, rises.tensor().get(r, c), 0, near, what, r, c);
                Matrices.assertClose(1 + s * (derivative - 1), slopes.tensor().get(r, c), 0, near, what, r, c);
                Matrices.assertClose((x + s * (value - x)) * scale, z.tensor().get(r, c), 0, near, what, r, c);
                double d = above[r][c] * scale;
                Matrices.assertClose(
                        d * (1 + s * (derivative - 1)), delta.tensor().get(r, c), 0, 3 * near, what, r, c);
                sum += d * (value - x);
                size += Math.abs(d) * (1 + Math.abs(x));
            }
            double allowed = (16 + shape[0]) * set.epsilon() * size;
            Matrices.assertClose(sum, gradient.tensor().get(0, c), 0, allowed, what + " share gradient", 0, c);
        }
        for (Guarded guarded : List.of(z, slopes, rises, delta, bias, share, gradient)) {
            guarded.assertIntact(what);
        }
    }

    /** With a share of 1 it is the function itself, to the last bit, and with 0 the identity. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void theEndsAreTheFunctionAndTheIdentity(KernelSet set) {
        for (Activation.Parametric f : KINDS) {
            Tensor z = Matrices.random(slab, set.dtype(), 7, 37, 1, 4);
            Tensor same = slab.allocate(set.dtype(), 7, 37);
            Tensor before = slab.allocate(set.dtype(), 7, 37);
            same.copyFrom(z);
            before.copyFrom(z);
            Tensor bias = slab.allocate(set.dtype(), 1, 37);
            Tensor share = slab.allocate(set.dtype(), 1, 37);
            share.fill(1);
            set.kernels().parametric(f, bias, share, null, 1, z, null, null);
            set.kernels().activate(f.function(), bias, null, 1, same, null);
            assertArrayEquals(same.toArray(), z.toArray(), set + " " + f);
            z.copyFrom(before);
            share.fill(0);
            set.kernels().parametric(f, bias, share, null, 1, z, null, null);
            assertArrayEquals(before.toArray(), z.toArray(), set + " " + f);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void valuesAreTheSameWhetherTheRestIsKeptOrNot(KernelSet set) {
        for (Activation.Parametric f : KINDS) {
            for (boolean strided : new boolean[] {false, true}) {
                Guarded z = Guarded.of(slab, set.dtype(), 5, 37, strided).random(1, 3);
                Tensor same = slab.allocate(set.dtype(), 5, 37);
                same.copyFrom(z.tensor());
                Tensor bias = Matrices.random(slab, set.dtype(), 1, 37, 2, 1);
                Tensor share = Matrices.random(slab, set.dtype(), 1, 37, 3, 1);
                Tensor slopes = slab.allocate(set.dtype(), 5, 37);
                Tensor rises = slab.allocate(set.dtype(), 5, 37);
                set.kernels().parametric(f, bias, share, null, 1, z.tensor(), null, null);
                set.kernels().parametric(f, bias, share, null, 1, same, slopes, rises);
                assertArrayEquals(same.toArray(), z.tensor().toArray());
                z.assertIntact(f.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void whatIsDroppedAddsNothing(KernelSet set) {
        int n = 37;
        Tensor slopes = slab.allocate(set.dtype(), 2, n);
        Tensor rises = slab.allocate(set.dtype(), 2, n);
        Tensor delta = slab.allocate(set.dtype(), 2, n);
        Tensor gradient = slab.allocate(set.dtype(), 1, n);
        slopes.fill(3);
        rises.fill(5);
        slopes.rowRange(1, 2).fill(Double.NaN);
        rises.rowRange(1, 2).fill(Double.NaN);
        delta.fill(4);
        DropoutMask mask = DropoutMask.allocate(slab, 2, n);
        for (int c = 0; c < n; c++) {
            mask.set(0, c, true);
        }
        set.kernels().parametricGradient(slopes, rises, mask, 0.5, delta, gradient);
        for (int c = 0; c < n; c++) {
            assertEquals(24, delta.get(0, c));
            assertEquals(0, delta.get(1, c));
            assertEquals(40, gradient.get(0, c));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void wrongShapesAreRefused(KernelSet set) {
        Tensor z = slab.allocate(set.dtype(), 2, 3);
        Tensor row = slab.allocate(set.dtype(), 1, 3);
        Tensor wrong = slab.allocate(set.dtype(), 1, 2);
        Kernels kernels = set.kernels();
        Activation.Parametric f = KINDS.getFirst();
        Refusal.of(() -> kernels.parametric(f, wrong, row, null, 1, z, null, null));
        Refusal.of(() -> kernels.parametric(f, row, wrong, null, 1, z, null, null));
        Refusal.of(() -> kernels.parametric(f, row, row, null, 1, z, row, z));
        Refusal.of(() -> kernels.parametric(f, row, row, null, 1, z, z, null));
        Refusal.of(() -> kernels.parametricGradient(row, z, null, 1, z, row));
        Refusal.of(() -> kernels.parametricGradient(z, row, null, 1, z, row));
        Refusal.of(() -> kernels.parametricGradient(z, z, null, 1, z, wrong));
    }
}
