package io.github.panagrad.nn.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Parameters are where they were, whatever the loss does. */
class FiniteDifferencesTest {
    /** A number that moving up and down and back by sums would not restore. */
    private static final double VALUE = 0.1 + 0.2;

    private interface Look {
        void at(FiniteDifferences differences, Tensor parameter);
    }

    @Test
    void aLossThatThrowsLeavesTheParameterWhereItWas() {
        check((differences, parameter) -> differences.central(parameter, 1, 2), 2);
        check((differences, parameter) -> differences.isKink(parameter, 1, 2, 0), 6);
        check((differences, parameter) -> differences.wider(parameter, 1, 2), 4);
    }

    /** Throws at each of the evaluations in turn, after the first one, which is made where the parameters are. */
    private static void check(Look look, int evaluations) {
        try (Slab slab = new Slab("test")) {
            Tensor parameter = slab.allocate(DType.F64, 2, 3);
            parameter.set(1, 2, VALUE);
            for (int failing = 1; failing <= evaluations; failing++) {
                int failsAt = failing;
                int[] calls = {-1};
                RuntimeException failure = new IllegalStateException("evaluation " + failing);
                FiniteDifferences differences = new FiniteDifferences(
                        () -> {
                            if (++calls[0] == failsAt) {
                                throw failure;
                            }
                            return parameter.get(1, 2);
                        },
                        1e-3);
                assertSame(failure, assertThrows(RuntimeException.class, () -> look.at(differences, parameter)));
                assertEquals(VALUE, parameter.get(1, 2));
            }
            int[] calls = {-1};
            FiniteDifferences differences = new FiniteDifferences(() -> ++calls[0], 1e-3);
            look.at(differences, parameter);
            assertEquals(evaluations, calls[0], "no evaluation was left out");
            assertEquals(VALUE, parameter.get(1, 2));
        }
    }
}
