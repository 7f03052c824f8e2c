package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.ops.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every activation and its derivative, with and without dropout, against {@link StrictMath}. */
class ActivationTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1},
            new int[] {3, 13},
            new int[] {13, 17},
            new int[] {3, 64},
            new int[] {64, 3},
            new int[] {5, 63},
            new int[] {2, 207});

    private static final double[] SPECIAL = {
        0,
        -0.0,
        1e-40,
        -1e-40,
        1e-9,
        -1e-9,
        1,
        -1,
        20,
        -20,
        88,
        -88,
        1000,
        -1000,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    /** What results may be off: those near the smallest normal number may be 0, and the oracle's gelu has no long tail. */
    private static double tiny(KernelSet set, Activation f) {
        if (f instanceof Activation.Gelu) {
            return set.epsilon() * set.epsilon();
        }
        return 1024 * (set.dtype() == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL);
    }

    private @Nullable DropoutMask mask(KernelSet set, int rows, int columns, int kind) {
        if (kind == 0) {
            return null;
        }
        // The second kind is cut out of a wider mask.
        DropoutMask mask = DropoutMask.allocate(slab, rows, kind == 1 ? columns : columns + 100);
        set.kernels().fillMask(mask, 42, 0, 0.25);
        return kind == 1 ? mask : mask.columnRange(64, 64 + columns);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void activates(KernelSet set) {
        for (Activation f : ActivationKinds.ofActivate()) {
            for (int[] shape : SHAPES) {
                for (int i = 0; i < 6; i++) {
                    DropoutMask mask = mask(set, shape[0], shape[1], i / 2);
                    activate(set, f, shape[0], shape[1], mask, i % 2 == 0);
                }
            }
            // More than a block of elements.
            activate(set, f, 5, 1031, mask(set, 5, 1031, 1), false);
        }
    }

    private void activate(
            KernelSet set, Activation f, int rows, int columns, @Nullable DropoutMask mask, boolean strided) {
        double keep = 0.75;
        Guarded z = Guarded.of(slab, set.dtype(), rows, columns, strided).random(1, 6);
        Guarded bias = Guarded.contiguous(slab, set.dtype(), 1, columns).random(2, 1);
        double[][] before = z.tensor().toArray();
        set.kernels().activate(f, bias.tensor(), mask, keep, z.tensor(), null);
        String what = set + " " + f + " " + rows + "x" + columns + (mask == null ? "" : " masked");
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                double sum = before[r][c] + bias.tensor().get(0, c);
                double wanted = ActivationOracle.value(f, sum);
                if (mask != null) {
                    wanted = mask.get(r, c) ? wanted / keep : 0;
                }
                // The rounding of the sum counts as often as the function magnifies it: that of gelu_tanh's e^-2u up to
                // 2z² times.
                double relative = (8 + Math.abs(sum) * (1 + Math.abs(sum))) * set.epsilon();
                double absolute = 8 * set.epsilon() * Math.max(Math.abs(before[r][c]), f.keepsSlope() ? 8 : 0);
                Matrices.assertClose(
                        wanted,
                        z.tensor().get(r, c),
                        relative,
                        f instanceof Activation.Sigmoid ? 0 : absolute,
                        what,
                        r,
                        c);
            }
        }
        z.assertIntact(what);
        bias.assertIntact(what);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void handlesNumbersThatAreSpecial(KernelSet set) {
        for (Activation f : ActivationKinds.ofActivate()) {
            // One in each place of a register, and in the rest behind it.
            for (int offset = 0; offset < 20; offset++) {
                Tensor z = slab.allocate(set.dtype(), 1, SPECIAL.length + 20);
                for (int i = 0; i < SPECIAL.length; i++) {
                    z.set(0, i + offset, SPECIAL[i]);
                }
                double[] stored = z.toArray()[0];
                Tensor bias = slab.allocate(set.dtype(), 1, z.columns());
                set.kernels().activate(f, bias, null, 1, z, null);
                for (int i = 0; i < SPECIAL.length; i++) {
                    double at = stored[i + offset];
                    String what = set + " " + f;
                    Matrices.assertClose(
                            ActivationOracle.value(f, at),
                            z.get(0, i + offset),
                            (8 + Math.abs(at)) * set.epsilon(),
                            tiny(set, f),
                            what,
                            i,
                            offset);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void multipliesByTheDerivative(KernelSet set) {
        for (Activation f : ActivationKinds.ofActivate()) {
            for (int[] shape : SHAPES) {
                for (int i = 0; i < 6; i++) {
                    DropoutMask mask = mask(set, shape[0], shape[1], i % 3);
                    differentiate(set, f, shape, mask, i % 2 == 0, i < 3);
                }
            }
        }
    }

    private void differentiate(
            KernelSet set,
            Activation f,
            int[] shape,
            @Nullable DropoutMask mask,
            boolean stridedOutput,
            boolean stridedDelta) {
        double keep = 0.75;
        Tensor bias = slab.allocate(set.dtype(), 1, shape[1]);
        Guarded output =
                Guarded.of(slab, set.dtype(), shape[0], shape[1], stridedOutput).random(3, 5);
        Guarded delta =
                Guarded.of(slab, set.dtype(), shape[0], shape[1], stridedDelta).random(4, 2);
        double[][] z = output.tensor().toArray();
        double[][] before = delta.tensor().toArray();
        Tensor slopes = slopes(set, f, shape[0], shape[1], stridedOutput != stridedDelta);
        set.kernels().activate(f, bias, mask, keep, output.tensor(), slopes);
        double[][] activated = output.tensor().toArray();
        set.kernels().activationGradient(f, output.tensor(), slopes, mask, keep, delta.tensor());
        String what = set + " derivative of " + f + " " + shape[0] + "x" + shape[1] + (mask == null ? "" : " masked");
        for (int r = 0; r < shape[0]; r++) {
            for (int c = 0; c < shape[1]; c++) {
                double scale = mask == null ? 1 : mask.get(r, c) ? 1 / keep : 0;
                double wanted = before[r][c] * ActivationOracle.derivative(f, z[r][c]) * scale;
                // The derivative is taken from the rounded output, so its error is absolute.
                double allowed = 16 * set.epsilon() * Math.abs(before[r][c]) * scale;
                Matrices.assertClose(wanted, delta.tensor().get(r, c), 0, allowed, what, r, c);
            }
        }
        delta.assertIntact(what);
        output.assertIntact(what);
        assertArrayEquals(activated, output.tensor().toArray(), what);
    }

    private @Nullable Tensor slopes(KernelSet set, Activation f, int rows, int columns, boolean strided) {
        return f.keepsSlope()
                ? Guarded.of(slab, set.dtype(), rows, columns, strided).tensor()
                : null;
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void valuesAreTheSameWithSlopesAndWithout(KernelSet set) {
        for (Activation f : ActivationKinds.ofActivate()) {
            for (boolean strided : f.keepsSlope() ? new boolean[] {false, true} : new boolean[0]) {
                Guarded z = Guarded.of(slab, set.dtype(), 5, 37, strided).random(1, 6);
                Guarded slopes = Guarded.of(slab, set.dtype(), 5, 37, !strided);
                Tensor same = slab.allocate(set.dtype(), 5, 37);
                same.copyFrom(z.tensor());
                Tensor bias = slab.allocate(set.dtype(), 1, 37);
                set.kernels().activate(f, bias, null, 1, z.tensor(), slopes.tensor());
                set.kernels().activate(f, bias, null, 1, same, null);
                assertArrayEquals(same.toArray(), z.tensor().toArray(), set + " " + f);
                z.assertIntact(set + " " + f);
                slopes.assertIntact(set + " " + f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void slopesAreNeitherForgottenNorIgnored(KernelSet set) {
        Tensor z = slab.allocate(set.dtype(), 2, 3);
        Tensor bias = slab.allocate(set.dtype(), 1, 3);
        Tensor other = slab.allocate(set.dtype(), 3, 2);
        Kernels kernels = set.kernels();
        for (Activation f : ActivationKinds.ofActivate()) {
            if (f.keepsSlope()) {
                Refusal.of(() -> kernels.activate(f, bias, null, 1, z, other));
                Refusal.of(() -> kernels.activationGradient(f, z, null, null, 1, z));
                Refusal.of(() -> kernels.activationGradient(f, z, other, null, 1, z));
            } else {
                Refusal.of(() -> kernels.activate(f, bias, null, 1, z, z));
                Refusal.of(() -> kernels.activationGradient(f, z, z, null, 1, z));
            }
        }
        Refusal.of(() -> kernels.activate(Activation.prelu(), bias, null, 1, z, null));
        Refusal.of(() -> kernels.activationGradient(Activation.prelu(), z, null, null, 1, z));
        Refusal.of(() -> kernels.activate(Activation.parametricMish(), bias, null, 1, z, null));
        Refusal.of(() -> kernels.activationGradient(Activation.parametricSelu(), z, null, null, 1, z));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void whatIsDroppedIsZeroWhateverItWas(KernelSet set) {
        for (Activation f : ActivationKinds.ofActivate()) {
            Tensor z = slab.allocate(set.dtype(), 2, 37);
            Tensor bias = slab.allocate(set.dtype(), 1, 37);
            Tensor delta = slab.allocate(set.dtype(), 2, 37);
            z.fill(Double.NaN);
            delta.fill(Double.NEGATIVE_INFINITY);
            DropoutMask mask = DropoutMask.allocate(slab, 2, 37);
            Tensor slopes = slopes(set, f, 2, 37, false);
            set.kernels().activate(f, bias, mask, 0.5, z, slopes);
            set.kernels().activationGradient(f, z, slopes, mask, 0.5, delta);
            for (int r = 0; r < 2; r++) {
                for (int c = 0; c < 37; c++) {
                    assertEquals(0, z.get(r, c), f.name());
                    assertEquals(0, delta.get(r, c), f.name());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void theKinkHasTheDerivativeOfTheNegativeSide(KernelSet set) {
        for (double zero : new double[] {0, -0.0}) {
            Tensor output = slab.allocate(set.dtype(), 1, 19);
            output.fill(zero);
            Tensor delta = slab.allocate(set.dtype(), 1, 19);
            delta.fill(3);
            set.kernels().activationGradient(Activation.relu(), output, null, null, 1, delta);
            assertEquals(0, delta.get(0, 18));
            delta.fill(2);
            set.kernels().activationGradient(new Activation.LeakyRelu(0.25), output, null, null, 1, delta);
            assertEquals(0.5, delta.get(0, 18));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void sigmoidAloneIsTheActivationWithoutBias(KernelSet set) {
        for (int[] shape : SHAPES) {
            Guarded z =
                    Guarded.contiguous(slab, set.dtype(), shape[0], shape[1]).random(5, 30);
            Tensor same = slab.allocate(set.dtype(), shape[0], shape[1]);
            same.copyFrom(z.tensor());
            set.kernels().sigmoid(z.tensor());
            set.kernels().activate(Activation.sigmoid(), slab.allocate(set.dtype(), 1, shape[1]), null, 1, same, null);
            assertArrayEquals(same.toArray(), z.tensor().toArray());
            z.assertIntact("sigmoid");
        }
    }

    @Test
    void everyKindIsListedAndFoundByItsName() {
        assertEquals(
                ActivationKinds.all().stream().map(Activation::name).toList(),
                Activation.choices().all().stream().map(Activation::name).toList());
        for (Activation f : Activation.choices().all()) {
            assertEquals(f, Activation.choices().parse(f.name()));
        }
        assertTrue(Refusal.of(() -> Activation.choices().parse("magic")).contains("magic"));
    }

    @Test
    void everyKindIsDescribed() throws IOException {
        String text = Files.readString(Path.of("../docs/activations.md"));
        for (Activation f : Activation.choices().all()) {
            assertTrue(text.contains("`" + Activation.choices().format(f).replaceFirst("\\.0$", "")), f.name());
        }
    }

    @Test
    void slopesOutsideZeroToOneAreRefused() {
        for (double slope : new double[] {0, 1, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Activation.LeakyRelu(slope));
        }
        for (double alpha : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Activation.Elu(alpha));
        }
        assertThrows(IllegalArgumentException.class, () -> new Activation.PRelu(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Activation.PRelu(Double.NEGATIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> new Activation.ParametricSelu(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Activation.ParametricMish(1e39));
    }
}
