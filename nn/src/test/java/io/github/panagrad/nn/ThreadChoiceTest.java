package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.tensor.Activation;
import org.junit.jupiter.api.Test;

/** More threads for more work. */
class ThreadChoiceTest {
    private static NetworkSpec spec(int... widths) {
        NetworkSpec.Builder builder = NetworkSpec.inputs(widths[0]);
        for (int l = 1; l < widths.length - 1; l++) {
            builder.dense(widths[l], Activation.relu());
        }
        return builder.output(widths[widths.length - 1], Loss.meanSquaredError());
    }

    @Test
    void theChoiceOfThreadsFollowsTheWork() {
        assertEquals(1, ThreadChoice.auto(spec(20, 64, 64, 1), 32, 64));
        assertEquals(2, ThreadChoice.auto(spec(784, 128, 10), 128, 2));
        assertEquals(64, ThreadChoice.auto(spec(1024, 2048, 2048, 1000), 512, 64));
        assertEquals(1, ThreadChoice.auto(spec(1, 1), 1, 64));
        assertEquals(5, ThreadChoice.auto(spec(784, 512, 256, 10), 1, 64), "half a million updates");
    }
}
