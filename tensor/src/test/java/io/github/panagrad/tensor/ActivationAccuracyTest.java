package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The largest errors of the activations and their derivatives: the bounds that {@code docs/activations.md} states. */
@TestInstance(Lifecycle.PER_CLASS)
class ActivationAccuracyTest {
    /** Results for negative numbers are so many of the smallest normal number or count as 0: a factor e^-|z| may be that. */
    private static final double NEARLY_NOTHING = 1024;

    private final Slab slab = new Slab("test");
    private final Map<String, BigDecimal[]> exact = new HashMap<>();

    @AfterAll
    void close() {
        slab.close();
    }

    /**
     * What may be wrong.
     *
     * @param ulps of the value, in units in its last place, but at least in those of the smallest normal number
     * @param tail what is added to that for each unit of |w|, the exponent of gelu_tanh
     * @param epsilons of the derivative, in multiples of 2^-24 or 2^-53
     */
    private record Bound(double ulps, double tail, double epsilons) {}

    private static Bound bound(KernelSet set, Activation f) {
        return switch (f) {
            case Activation.Identity _, Activation.Relu _ -> new Bound(0, 0, 0);
            case Activation.LeakyRelu _, Activation.PRelu _ -> new Bound(0.5, 0, 0);
            case Activation.Sigmoid _ -> new Bound(2.5, 0, 2);
            case Activation.Tanh _ -> new Bound(3, 0, 6);
            case Activation.Gelu _ -> new Bound(set.backend() == Backend.JAVA ? 8 : 4, 0, 4);
            case Activation.GeluTanh _ -> new Bound(4, 2.5, 5);
            case Activation.Silu _ -> new Bound(4, 0, 4);
            case Activation.Elu _ -> new Bound(2.5, 0, 2);
            case Activation.Selu _ -> new Bound(3.5, 0, 5);
            case Activation.Softplus _ -> new Bound(3, 0, 2);
            case Activation.Mish _ -> new Bound(5, 0, 5);
            case Activation.HardSigmoid _ -> new Bound(2, 0, 1);
            case Activation.Softsign _ -> new Bound(2, 0, 2);
            case Activation.Custom _ -> throw new IllegalArgumentException("no bound for " + f);
            // With a share of 1, as here.
            case Activation.Parametric parametric -> bound(set, parametric.function());
        };
    }

    /** Numbers of all sizes, many of those that matter, and the ends. */
    private static double[] arguments(DType dtype) {
        List<Double> arguments = new ArrayList<>();
        boolean single = dtype == DType.F32;
        double least = single ? Float.MIN_VALUE : Double.MIN_VALUE;
        double normal = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        double most = single ? Float.MAX_VALUE : Double.MAX_VALUE;
        for (double end : new double[] {0, least, 3 * least, normal - least, normal, 3, 6, most / 2, most}) {
            arguments.add(end);
        }
        SplittableRandom random = new SplittableRandom(11);
        int lowest = single ? -149 : -1074;
        int highest = single ? 127 : 1023;
        for (int exponent = lowest; exponent <= highest; exponent += single ? 1 : 5) {
            arguments.add(Math.min(most, StrictMath.scalb(1 + random.nextDouble(), exponent)));
        }
        for (double range : new double[] {1, 4, 16, 45, single ? 100 : 750}) {
            for (int i = 0; i < 300; i++) {
                arguments.add(random.nextDouble(range));
            }
        }
        double[] both = new double[2 * arguments.size()];
        for (int i = 0; i < arguments.size(); i++) {
            double x = single ? arguments.get(i).floatValue() : arguments.get(i);
            both[2 * i] = x;
            both[2 * i + 1] = -x;
        }
        return both;
    }

    private BigDecimal[] exact(Activation f, DType dtype, boolean derivative, double[] z) {
        return exact.computeIfAbsent(f + " " + dtype + " " + derivative, _ -> {
            BigDecimal[] results = new BigDecimal[z.length];
            for (int i = 0; i < z.length; i++) {
                results[i] = derivative ? ExactActivations.derivative(f, z[i]) : ExactActivations.value(f, z[i]);
            }
            return results;
        });
    }

    private Tensor row(KernelSet set, double[] numbers) {
        Tensor row = slab.allocate(set.dtype(), 1, numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            row.set(0, i, numbers[i]);
        }
        return row;
    }

    /** Returns values and derivatives. */
    private double[][] run(KernelSet set, Activation f, double[] arguments) {
        int n = arguments.length;
        Tensor z = row(set, arguments);
        Tensor bias = slab.allocate(set.dtype(), 1, n);
        Tensor delta = slab.allocate(set.dtype(), 1, n);
        delta.fill(1);
        if (f instanceof Activation.PRelu prelu) {
            Tensor kept = slab.allocate(set.dtype(), 1, n);
            Tensor slope = slab.allocate(set.dtype(), 1, n);
            slope.fill(prelu.initialSlope());
            set.kernels().prelu(bias, slope, null, 1, z, kept);
            set.kernels().preluGradient(kept, slope, null, 1, delta, slab.allocate(set.dtype(), 1, n));
        } else if (f instanceof Activation.Parametric parametric) {
            Tensor slopes = slab.allocate(set.dtype(), 1, n);
            Tensor rises = slab.allocate(set.dtype(), 1, n);
            Tensor share = slab.allocate(set.dtype(), 1, n);
            share.fill(parametric.initialShare());
            set.kernels().parametric(parametric, bias, share, null, 1, z, slopes, rises);
            set.kernels().parametricGradient(slopes, rises, null, 1, delta, slab.allocate(set.dtype(), 1, n));
        } else {
            Tensor slopes = f.keepsSlope() ? slab.allocate(set.dtype(), 1, n) : null;
            set.kernels().activate(f, bias, null, 1, z, slopes);
            set.kernels().activationGradient(f, z, slopes, null, 1, delta);
        }
        return new double[][] {z.toArray()[0], delta.toArray()[0]};
    }

    /** The parameters as the element type stores them, so that only the function's own errors count. */
    private static Activation stored(Activation f, DType dtype) {
        return switch (f) {
            case Activation.LeakyRelu leaky when dtype == DType.F32 -> new Activation.LeakyRelu((float) leaky.slope());
            default -> f;
        };
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void valuesAndDerivativesAreAsExactAsStated(KernelSet set) {
        double[] z = arguments(set.dtype());
        for (Activation kind : ActivationKinds.all()) {
            Activation f = stored(kind, set.dtype());
            double[][] computed = run(set, f, z);
            values(set, f, z, computed[0]);
            derivatives(set, f, z, computed[1]);
        }
    }

    private void values(KernelSet set, Activation f, double[] z, double[] computed) {
        BigDecimal[] wanted = exact(f, set.dtype(), false, z);
        Bound bound = bound(set, f);
        boolean single = set.dtype() == DType.F32;
        double normal = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        double worst = 0;
        int at = 0;
        for (int i = 0; i < z.length; i++) {
            double size = Math.abs(wanted[i].doubleValue());
            if (set.rounded(size) == Double.POSITIVE_INFINITY) {
                assertEquals(wanted[i].signum() * Double.POSITIVE_INFINITY, computed[i]);
                continue;
            }
            double floor = z[i] < -1 ? NEARLY_NOTHING * normal : normal;
            if (size < floor && computed[i] == 0) {
                continue;
            }
            assertTrue(Double.isFinite(computed[i]), set + " " + f + " of " + z[i] + " is " + computed[i]);
            double larger = Math.max(size, floor);
            double ulp = single ? Math.ulp((float) larger) : Math.ulp(larger);
            double w = Math.abs(1.5957691216057308 * (z[i] + 0.044715 * z[i] * z[i] * z[i]));
            double allowed = 1 + (z[i] < 0 ? bound.tail * w : 0) / Math.max(1, bound.ulps);
            double error = error(wanted[i], computed[i], ulp) / allowed;
            if (!(error <= worst)) {
                worst = error;
                at = i;
            }
        }
        String what = set + " " + f + " is " + worst + " ulp wrong at " + z[at];
        assertTrue(worst <= bound.ulps, what);
    }

    private void derivatives(KernelSet set, Activation f, double[] z, double[] computed) {
        BigDecimal[] wanted = exact(f, set.dtype(), true, z);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < z.length; i++) {
            assertTrue(Double.isFinite(computed[i]), set + " " + f + "' of " + z[i] + " is " + computed[i]);
            // Where hard sigmoid rounds to its limits it is taken to be there.
            if (f instanceof Activation.HardSigmoid && Math.abs(Math.abs(z[i]) - 3) < 8 * set.epsilon()) {
                continue;
            }
            double error = error(wanted[i], computed[i], set.epsilon());
            if (!(error <= worst)) {
                worst = error;
                at = i;
            }
        }
        String what = set + " derivative of " + f + " is " + worst + " epsilons wrong at " + z[at];
        assertTrue(worst <= bound(set, f).epsilons, what);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void infinitiesGiveTheLimitsAndNanStays(KernelSet set) {
        // In each place of a register, and behind the last.
        double[] z = new double[103];
        for (int i = 0; i < z.length; i++) {
            z[i] = i % 3 == 0 ? Double.POSITIVE_INFINITY : i % 3 == 1 ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
        for (Activation f : ActivationKinds.all()) {
            double[][] computed = run(set, f, z);
            for (int i = 0; i < z.length; i++) {
                String what = set + " " + f + " of " + z[i];
                Matrices.assertClose(ActivationOracle.value(f, z[i]), computed[0][i], 4 * set.epsilon(), 0, what, 0, i);
                if (!Double.isNaN(z[i])) {
                    double slope = ActivationOracle.derivative(f, z[i]);
                    Matrices.assertClose(slope, computed[1][i], 0, 4 * set.epsilon(), what + ", slope", 0, i);
                } else if (f.keepsSlope()) {
                    assertEquals(Double.NaN, computed[1][i], set + " derivative of " + f);
                }
            }
        }
    }

    /** The derivatives belong to the values, whatever both are. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void derivativesAreCentralDifferences(KernelSet set) {
        if (set.dtype() == DType.F32) {
            return;
        }
        double h = 1e-5;
        double[] z = new double[999];
        double[] above = new double[z.length];
        double[] below = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = (i - 499) * 0.0173 + 1e-3;
            above[i] = z[i] + h;
            below[i] = z[i] - h;
        }
        for (Activation f : ActivationKinds.all()) {
            double[] slopes = run(set, f, z)[1];
            double[] right = run(set, f, above)[0];
            double[] left = run(set, f, below)[0];
            for (int i = 0; i < z.length; i++) {
                assertEquals((right[i] - left[i]) / (2 * h), slopes[i], 1e-9, set + " " + f + " at " + z[i]);
            }
        }
    }

    /** A number's result depends on nothing else: not on its row, its column, or the register it is in. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void numbersGiveTheSameBitsInEveryPlace(KernelSet set) {
        SplittableRandom random = new SplittableRandom(5);
        for (Activation f : ActivationKinds.all()) {
            for (int round = 0; round < 50; round++) {
                double[] z = new double[37];
                Arrays.fill(z, random.nextDouble(-12, 12));
                for (double[] results : run(set, f, z)) {
                    double[] same = new double[results.length];
                    Arrays.fill(same, results[0]);
                    assertArrayEquals(same, results, set + " " + f);
                }
            }
        }
    }

    private static double error(BigDecimal wanted, double computed, double unit) {
        return wanted.subtract(new BigDecimal(computed))
                .abs()
                .divide(new BigDecimal(unit), MathContext.DECIMAL64)
                .doubleValue();
    }
}
