package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Slab;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The warm-up ends when it is told to, leaves nothing behind, and works for every loss and storage. */
class WarmUpTest {
    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void endsAndLeavesNothing(Arithmetic arithmetic) {
        long before = Slab.totalBytes();
        for (Loss loss : Loss.choices().all()) {
            for (Rows.Storage storage : Rows.Storage.values()) {
                NetworkSpec spec = NetworkSpec.inputs(3)
                        .dense(5000, Activation.relu(), 0.5)
                        .output(1000, loss);
                WarmUp warmUp =
                        new WarmUp(spec, arithmetic.dtype(), arithmetic.backend(), TrainingConfig.defaults(), storage);
                warmUp.close();
                warmUp.close();
                assertFalse(isRunning());
            }
        }
        assertEquals(before, Slab.totalBytes());
    }

    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("panagrad-warm-up"));
    }
}
