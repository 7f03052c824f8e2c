package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.*;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Activations that take a division and no exponential, in place. */
final class RationalActivations {
    private RationalActivations() {}

    /** {@code z = min(max(z + 3, 0), 6) / 6}: in this order exact where it begins, at -3. */
    static void hardSigmoid(MemorySegment z, long from, int n) {
        OffHeap.require(z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            FloatVector x = fromMemorySegment(SPECIES, z, at, ORDER).add(3f);
            x = x.blend(0f, x.compare(VectorOperators.LT, 0f));
            x = x.blend(6f, x.compare(VectorOperators.GT, 6f));
            x.div(6f).intoMemorySegment(z, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            float x = z.get(ValueLayout.JAVA_FLOAT, at) + 3;
            x = x < 0 ? 0 : x;
            x = x > 6 ? 6 : x;
            z.set(ValueLayout.JAVA_FLOAT, at, x / 6);
        }
    }

    /** {@code z = z / (1 + |z|)}. */
    static void softsign(MemorySegment z, long from, int n) {
        OffHeap.require(z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            FloatVector x = fromMemorySegment(SPECIES, z, at, ORDER);
            // Infinity divided by itself is not a number.
            x = x.blend(Float.MAX_VALUE, x.compare(VectorOperators.GT, Float.MAX_VALUE));
            x = x.blend(-Float.MAX_VALUE, x.compare(VectorOperators.LT, -Float.MAX_VALUE));
            x.div(x.abs().add(1f)).intoMemorySegment(z, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            float x = z.get(ValueLayout.JAVA_FLOAT, at);
            x = x > Float.MAX_VALUE ? Float.MAX_VALUE : x;
            x = x < -Float.MAX_VALUE ? -Float.MAX_VALUE : x;
            z.set(ValueLayout.JAVA_FLOAT, at, x / (Math.abs(x) + 1));
        }
    }
}
