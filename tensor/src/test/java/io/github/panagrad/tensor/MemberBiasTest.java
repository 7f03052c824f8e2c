package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations with a bias for each member of an ensemble: each row is what it would be alone, with the bias of its member. */
class MemberBiasTest {
    /** Samples, members, columns. */
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1, 1},
            new int[] {1, 3, 13},
            new int[] {13, 2, 1},
            new int[] {3, 5, 17},
            new int[] {9, 4, 64},
            new int[] {5, 16, 127},
            new int[] {207, 2, 3},
            new int[] {2, 3, 1031});

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private interface Pass {
        void run(Kernels kernels, Tensor bias, DropoutMask mask, Tensor z, Tensor first, Tensor second);
    }

    private List<Pass> passes(int columns, KernelSet set) {
        List<Pass> passes = new ArrayList<>();
        for (Activation f : ActivationKinds.ofActivate()) {
            passes.add((kernels, bias, mask, z, first, second) ->
                    kernels.activate(f, bias, mask, 0.75, z, f.keepsSlope() ? first : null));
        }
        Tensor learned = Matrices.random(slab, set.dtype(), 1, columns, 3, 1);
        passes.add((kernels, bias, mask, z, first, second) -> kernels.prelu(bias, learned, mask, 0.75, z, first));
        for (Activation.Parametric f : List.of(new Activation.ParametricSelu(1), new Activation.ParametricMish(1))) {
            passes.add((kernels, bias, mask, z, first, second) ->
                    kernels.parametric(f, bias, learned, mask, 0.75, z, first, second));
        }
        return passes;
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void eachRowHasTheBiasOfItsMember(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (boolean strided : new boolean[] {false, true}) {
                for (Pass pass : passes(shape[2], set)) {
                    check(set, pass, shape[0] * shape[1], shape[1], shape[2], strided);
                }
            }
        }
    }

    private void check(KernelSet set, Pass pass, int rows, int members, int columns, boolean strided) {
        Guarded[] z = new Guarded[6];
        for (int i = 0; i < z.length; i++) {
            z[i] = Guarded.of(slab, set.dtype(), rows, columns, strided).random(1, 6);
        }
        Guarded bias = Guarded.strided(slab, set.dtype(), members, columns).random(2, 1);
        DropoutMask mask = DropoutMask.allocate(slab, rows, columns);
        set.kernels().fillMask(mask, 42, 0, 0.25);
        pass.run(set.kernels(), bias.tensor(), mask, z[0].tensor(), z[1].tensor(), z[2].tensor());
        for (int r = 0; r < rows; r++) {
            pass.run(
                    set.kernels(),
                    bias.tensor().rowRange(r % members, r % members + 1),
                    mask.rowRange(r, r + 1),
                    z[3].tensor().rowRange(r, r + 1),
                    z[4].tensor().rowRange(r, r + 1),
                    z[5].tensor().rowRange(r, r + 1));
        }
        String what = set + " " + rows + "x" + columns + " for " + members + (strided ? " with gaps" : "");
        for (int i = 0; i < 3; i++) {
            Matrices.assertClose(z[i + 3].tensor().toArray(), z[i].tensor(), 8 * set.epsilon(), set.epsilon(), what);
            z[i].assertIntact(what);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void aBiasThatDoesNotFitIsRefused(KernelSet set) {
        Tensor z = slab.allocate(set.dtype(), 6, 5);
        Tensor bias = slab.allocate(set.dtype(), 6, 5);
        Kernels kernels = set.kernels();
        for (Tensor wrong : List.of(bias.rowRange(0, 4), bias.rowRange(0, 0), bias.columnRange(0, 4))) {
            assertThrows(
                    IllegalArgumentException.class, () -> kernels.activate(Activation.tanh(), wrong, null, 1, z, null));
        }
    }
}
