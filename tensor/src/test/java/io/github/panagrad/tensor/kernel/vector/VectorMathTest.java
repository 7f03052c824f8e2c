package io.github.panagrad.tensor.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The largest errors of the vector functions, in units in the last place: the bounds that their comments state. */
class VectorMathTest {
    private static final double DECAY_ULPS = 1.1;
    private static final double SIGMOID_ULPS = 2.5;
    private static final double TANH_ULPS = 3;
    private static final double LOG_ULPS = 2;

    /** Numbers computed at a time, a whole number of registers. */
    private static final int CHUNK = 4096;

    private interface Kernel {
        void run(MemorySegment x, int n);
    }

    private static void sigmoidF32(MemorySegment x, int n) {
        new ActivationsF32().sigmoid(Tensor.over(x, DType.F32, 1, n));
    }

    private static void sigmoidF64(MemorySegment x, int n) {
        new ActivationsF64().sigmoid(Tensor.over(x, DType.F64, 1, n));
    }

    /** Checks every {@code step}th float from {@code from} to {@code to}, with either sign in turn. */
    private static void sweep(
            String name, Kernel kernel, DoubleUnaryOperator exact, float from, float to, int step, double bound) {
        double worst = 0;
        float worstAt = 0;
        try (Slab slab = new Slab("test")) {
            MemorySegment x = slab.allocateBytes(4L * CHUNK);
            float[] arguments = new float[CHUNK];
            int last = Float.floatToRawIntBits(to);
            for (int bits = Float.floatToRawIntBits(from); bits <= last && bits >= 0; ) {
                for (int i = 0; i < CHUNK; i++) {
                    float v = Float.intBitsToFloat(Math.min(bits, last));
                    arguments[i] = i % 2 == 0 ? v : -v;
                    x.setAtIndex(ValueLayout.JAVA_FLOAT, i, arguments[i]);
                    bits += step;
                    bits = bits < 0 ? Integer.MAX_VALUE : bits;
                }
                kernel.run(x, CHUNK);
                for (int i = 0; i < CHUNK; i++) {
                    double expected = exact.applyAsDouble(arguments[i]);
                    float computed = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    // Below the normal numbers 0 is right enough.
                    if (Math.abs(expected) < Float.MIN_NORMAL && computed == 0) {
                        continue;
                    }
                    double error = Math.abs(computed - expected) / Math.ulp((float) expected);
                    if (!(error <= worst)) {
                        worst = error;
                        worstAt = arguments[i];
                    }
                }
            }
        }
        String what = name + " is " + worst + " ulp wrong at " + worstAt;
        assertTrue(worst <= bound, what);
    }

    @Test
    void floatsAreAsExactAsStated() {
        DoubleUnaryOperator decay = x -> Math.copySign(StrictMath.exp(-Math.abs(x)), x);
        DoubleUnaryOperator sigmoid = x -> 1 / (1 + StrictMath.exp(-x));
        Kernel decayKernel = (x, n) -> VectorMathF32.decay(x, 0, n);
        Kernel tanhKernel = (x, n) -> VectorMathF32.tanh(x, 0, n);
        sweep("decay", decayKernel, decay, 0, Float.MAX_VALUE, 1009, DECAY_ULPS);
        sweep("decay", decayKernel, decay, 0.25f, 90, 101, DECAY_ULPS);
        sweep("sigmoid", VectorMathTest::sigmoidF32, sigmoid, 0, Float.MAX_VALUE, 1009, SIGMOID_ULPS);
        sweep("sigmoid", VectorMathTest::sigmoidF32, sigmoid, 0.25f, 90, 101, SIGMOID_ULPS);
        sweep("tanh", tanhKernel, StrictMath::tanh, 0, Float.MAX_VALUE, 1009, TANH_ULPS);
        sweep("tanh", tanhKernel, StrictMath::tanh, 0.0625f, 12, 101, TANH_ULPS);
    }

    @Test
    void floatLogarithmsAreAsExactAsStated() {
        double worst = 0;
        int lanes = LanesF32.LANES;
        try (Slab slab = new Slab("test")) {
            MemorySegment x = slab.allocateBytes(4L * lanes);
            // The logarithms of the other lanes are exactly 0.
            for (int bits = 0; bits <= Float.floatToRawIntBits(1f); bits += 10007) {
                float y = Float.intBitsToFloat(bits);
                x.set(ValueLayout.JAVA_FLOAT, 0, y);
                double exact = StrictMath.log1p(y);
                float computed = VectorMathF32.sumOfLogarithms(x, 0, lanes);
                worst = Math.max(worst, Math.abs(computed - exact) / Math.ulp((float) exact));
                assertEquals(computed, VectorMathF32.sumOfLogarithms(x, 0, 1));
            }
        }
        assertTrue(worst <= LOG_ULPS, "log1p is " + worst + " ulp wrong");
    }

    private static void sample(
            String name, Kernel kernel, DoubleFunction<BigDecimal> exact, double range, double bound) {
        SplittableRandom random = new SplittableRandom(3);
        double worst = 0;
        int count = 1024;
        try (Slab slab = new Slab("test")) {
            MemorySegment x = slab.allocateBytes(8L * count);
            double[] arguments = new double[count];
            for (int i = 0; i < count; i++) {
                // As many small numbers as large ones.
                double v = range * Math.pow(2, -random.nextDouble(i % 2 == 0 ? 3 : 30)) * (2 * random.nextDouble() - 1);
                arguments[i] = v;
                x.setAtIndex(ValueLayout.JAVA_DOUBLE, i, v);
            }
            kernel.run(x, count);
            for (int i = 0; i < count; i++) {
                double computed = x.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                worst = Math.max(worst, ExactMath.errorInUlps(exact.apply(arguments[i]), computed));
            }
        }
        String what = name + " is " + worst + " ulp wrong within " + range;
        assertTrue(worst <= bound, what);
    }

    @Test
    void doublesAreAsExactAsStated() {
        DoubleFunction<BigDecimal> decay = x -> {
            BigDecimal e = ExactMath.exp(new BigDecimal(-Math.abs(x)));
            return x < 0 ? e.negate() : e;
        };
        for (double range : new double[] {1, 40, 700}) {
            sample("decay", (x, n) -> VectorMathF64.decay(x, 0, n), decay, range, DECAY_ULPS);
            sample("sigmoid", VectorMathTest::sigmoidF64, ExactMath::sigmoid, range, SIGMOID_ULPS);
            sample("tanh", (x, n) -> VectorMathF64.tanh(x, 0, n), ExactMath::tanh, range, TANH_ULPS);
        }
    }

    @Test
    void doubleLogarithmsAreAsExactAsStated() {
        SplittableRandom random = new SplittableRandom(4);
        double worst = 0;
        try (Slab slab = new Slab("test")) {
            MemorySegment x = slab.allocateBytes(8L * LanesF64.LANES);
            for (int i = 0; i < 1000; i++) {
                double y = random.nextDouble() * Math.pow(2, -random.nextInt(i % 2 == 0 ? 2 : 30));
                x.set(ValueLayout.JAVA_DOUBLE, 0, y);
                double computed = VectorMathF64.sumOfLogarithms(x, 0, LanesF64.LANES);
                worst = Math.max(worst, ExactMath.errorInUlps(ExactMath.log1p(y), computed));
                assertEquals(computed, VectorMathF64.sumOfLogarithms(x, 0, 1));
            }
        }
        assertTrue(worst <= LOG_ULPS, "log1p is " + worst + " ulp wrong");
    }
}
