package io.github.panagrad.tensor.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.tensor.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** A source that runs as it is written, macros called as methods, leaves the bits that the kernel made from it does. */
class MacrosTest {
    private static final int N = 5 * Lanes.LANES + 3;

    private interface Run {
        void run(MemorySegment x, MemorySegment slopes);
    }

    private static void assertSameBits(Run source, Run generated) {
        try (Slab slab = new Slab("test")) {
            MemorySegment[] memory = new MemorySegment[4];
            for (int m = 0; m < memory.length; m++) {
                memory[m] = slab.allocateBytes((long) N * Float.BYTES);
                for (int i = 0; i < N; i++) {
                    memory[m].setAtIndex(ValueLayout.JAVA_FLOAT, i, (i - N / 2) * 0.37f);
                }
            }
            source.run(memory[0], memory[1]);
            generated.run(memory[2], memory[3]);
            assertEquals(-1, memory[0].mismatch(memory[2]));
            assertEquals(-1, memory[1].mismatch(memory[3]));
        }
    }

    @Test
    void sourcesAndKernelsHaveTheSameBits() {
        assertSameBits((x, s) -> VectorMath.decay(x, 0, N), (x, s) -> VectorMathF32.decay(x, 0, N));
        assertSameBits((x, s) -> VectorMath.tanh(x, 0, N), (x, s) -> VectorMathF32.tanh(x, 0, N));
        assertSameBits(
                (x, s) -> SmoothVectorMath.silu(x, 0, s, 0, N), (x, s) -> SmoothVectorMathF32.silu(x, 0, s, 0, N));
        assertSameBits(
                (x, s) -> SmoothVectorMath.softplus(x, 0, s, 0, N),
                (x, s) -> SmoothVectorMathF32.softplus(x, 0, s, 0, N));
        assertSameBits(
                (x, s) -> SmoothVectorMath.elu(1.1f, 0.7f, x, 0, N),
                (x, s) -> SmoothVectorMathF32.elu(1.1f, 0.7f, x, 0, N));
        assertSameBits(
                (x, s) -> NormalVectorMath.gelu(x, 0, s, 0, N), (x, s) -> NormalVectorMathF32.gelu(x, 0, s, 0, N));
    }
}
