// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/RationalActivations.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/** Activations that take a division and no exponential, in place. */
final class RationalActivationsF64 {
    private RationalActivationsF64() {}

    /** {@code z = min(max(z + 3, 0), 6) / 6}: in this order exact where it begins, at -3. */
    static void hardSigmoid(MemorySegment z, long from, int n) {
        OffHeap.require(z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            DoubleVector x = fromMemorySegment(SPECIES, z, at, ORDER).add(3.0);
            x = x.blend(0.0, x.compare(VectorOperators.LT, 0.0));
            x = x.blend(6.0, x.compare(VectorOperators.GT, 6.0));
            x.div(6.0).intoMemorySegment(z, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            double x = z.get(ValueLayout.JAVA_DOUBLE, at) + 3;
            x = x < 0 ? 0 : x;
            x = x > 6 ? 6 : x;
            z.set(ValueLayout.JAVA_DOUBLE, at, x / 6);
        }
    }

    /** {@code z = z / (1 + |z|)}. */
    static void softsign(MemorySegment z, long from, int n) {
        OffHeap.require(z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            DoubleVector x = fromMemorySegment(SPECIES, z, at, ORDER);
            // Infinity divided by itself is not a number.
            x = x.blend(Double.MAX_VALUE, x.compare(VectorOperators.GT, Double.MAX_VALUE));
            x = x.blend(-Double.MAX_VALUE, x.compare(VectorOperators.LT, -Double.MAX_VALUE));
            x.div(x.abs().add(1.0)).intoMemorySegment(z, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            double x = z.get(ValueLayout.JAVA_DOUBLE, at);
            x = x > Double.MAX_VALUE ? Double.MAX_VALUE : x;
            x = x < -Double.MAX_VALUE ? -Double.MAX_VALUE : x;
            z.set(ValueLayout.JAVA_DOUBLE, at, x / (Math.abs(x) + 1));
        }
    }
}
