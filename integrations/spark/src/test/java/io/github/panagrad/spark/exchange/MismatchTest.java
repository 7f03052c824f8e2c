package io.github.panagrad.spark.exchange;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Workers that do different things all fail, and no sum is returned. */
class MismatchTest {
    /** What one worker does at a time when the others begin a sum of ten float32 numbers. */
    private static void requireFailure(String expected, Workers.Work different) {
        for (int workers : new int[] {2, 3}) {
            List<@Nullable Throwable> problems = Workers.problems(workers, Workers.SETTINGS, exchange -> {
                sum(exchange, DType.F32, 7);
                if (exchange.worker() == 1) {
                    different.run(exchange);
                } else {
                    sum(exchange, DType.F32, 10);
                }
                throw new AssertionError("a sum of different things");
            });
            for (Throwable problem : problems) {
                // Who finds it out first tells the others.
                Workers.requireMessage(problem, "worker ", "operation 1", expected);
            }
        }
    }

    private static void sum(TcpExchange exchange, DType dtype, int count) {
        try (Slab slab = new Slab("test")) {
            exchange.beginSum(slab.allocate(dtype, 1, count));
            exchange.awaitSums();
        }
    }

    @Test
    void ofAnotherCount() {
        requireFailure("a sum of 11 numbers of float32", exchange -> sum(exchange, DType.F32, 11));
    }

    @Test
    void ofAnotherType() {
        requireFailure("a sum of 10 numbers of float64", exchange -> sum(exchange, DType.F64, 10));
    }

    @Test
    void ofNothing() {
        requireFailure("a sum of 0 numbers of float32", exchange -> sum(exchange, DType.F32, 0));
    }

    @Test
    void ofAnotherKind() {
        requireFailure(
                "a gathering of 40 bytes",
                exchange -> exchange.gather(
                        MemorySegment.ofArray(new byte[40]), MemorySegment.ofArray(new byte[40 * exchange.workers()])));
    }
}
