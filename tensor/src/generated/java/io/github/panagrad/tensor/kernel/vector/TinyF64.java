// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Tiny.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What counts as 0 in optimiser updates and in the gradients of losses.
 *
 * <p>Where a gradient stays zero (a dead unit, a pixel that is always black) its averages shrink until they are subnormal and
 * stay so, and arithmetic with subnormal numbers is many times slower. What is too small to show in any update is therefore
 * set to 0. The same goes for the gradient of a sample of whose class the network is all but certain.
 */
final class TinyF64 {
    static final double STATE = Double.MIN_NORMAL * 1024;

    /** Its square, times what an average takes of it, is still a normal number. */
    static final double GRADIENT = Math.sqrt(Double.MIN_NORMAL * 0x1p30);

    /** Its products with weights, slopes and activations are still normal numbers. */
    private static final double DELTA = Double.MIN_NORMAL * (1L << 42);

    private TinyF64() {}

    /** {@code x = 0} where it is too small to show in a gradient. */
    static void flush(Tensor x) {
        MemorySegment segment = x.segment();
        OffHeap.require(segment);
        int n = x.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector values = DoubleVector.fromMemorySegment(SPECIES, segment, at, ORDER);
            values.blend(0.0, values.abs().compare(VectorOperators.LT, DELTA)).intoMemorySegment(segment, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            flush(segment, (long) i << SHIFT);
        }
    }

    private static void flush(MemorySegment segment, long at) {
        if (Math.abs(segment.get(ValueLayout.JAVA_DOUBLE, at)) < DELTA) {
            segment.set(ValueLayout.JAVA_DOUBLE, at, 0);
        }
    }
}
