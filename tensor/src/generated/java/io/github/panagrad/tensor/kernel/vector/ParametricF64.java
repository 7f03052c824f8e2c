// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Parametric.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.ParametricKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Activations with a learned share for each column, and their gradients. Forwards a row at a time, with the function as in {@link
 * SmoothVectorMath}; the sums backwards go down the rows, a register of columns at a time.
 */
final class ParametricF64 implements ParametricKernels {
    /** Elements of a block. */
    private static final int BLOCK = 4096;

    private static final double POSITIVE = ActivationsF64.SELU_POSITIVE;
    private static final double NEGATIVE = ActivationsF64.SELU_NEGATIVE;

    @Override
    public void parametric(
            Activation.Parametric f,
            Tensor bias,
            Tensor share,
            @Nullable DropoutMask mask,
            double keep,
            Tensor z,
            @Nullable Tensor slopes,
            @Nullable Tensor rises) {
        // What nobody wants is written where the value then goes.
        Tensor derivatives = slopes == null ? z : slopes;
        Tensor differences = rises == null ? z : rises;
        int most = Math.max(1, BLOCK / Math.max(1, z.columns()));
        int rows;
        for (int r = 0; r < z.rows(); r += rows) {
            rows = Math.min(most, z.rows() - r);
            for (int i = r; i < r + rows; i++) {
                row(f, bias, share, z, derivatives, differences, i);
            }
            if (mask != null) {
                DropoutF64.apply(mask, keep, z, r, rows);
            }
        }
    }

    private static void row(
            Activation.Parametric f, Tensor bias, Tensor share, Tensor z, Tensor slopes, Tensor rises, int row) {
        MemorySegment b = bias.segment();
        MemorySegment s = share.segment();
        long member = ((long) (row % bias.rows()) * bias.stride()) << SHIFT;
        long at = ((long) row * z.stride()) << SHIFT;
        long to = ((long) row * slopes.stride()) << SHIFT;
        long up = ((long) row * rises.stride()) << SHIFT;
        int n = z.columns();
        int bound = SPECIES.loopBound(n);
        switch (f) {
            case Activation.ParametricSelu _ -> {
                selu(b, member, s, z.segment(), at, slopes.segment(), to, rises.segment(), up, bound);
                if (bound < n) {
                    seluRest(b, member, s, z.segment(), at, slopes.segment(), to, rises.segment(), up, bound, n);
                }
            }
            case Activation.ParametricMish _ -> {
                mish(b, member, s, z.segment(), at, slopes.segment(), to, rises.segment(), up, bound);
                if (bound < n) {
                    mishRest(b, member, s, z.segment(), at, slopes.segment(), to, rises.segment(), up, bound, n);
                }
            }
        }
    }

    private static void selu(
            MemorySegment bias,
            long member,
            MemorySegment share,
            MemorySegment z,
            long from,
            MemorySegment slopes,
            long to,
            MemorySegment rises,
            long up,
            int n) {
        OffHeap.require(bias, share, z);
        OffHeap.require(slopes, rises);
        for (int i = 0; i < n; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector v = fromMemorySegment(SPECIES, z, from + at, ORDER)
                    .add(fromMemorySegment(SPECIES, bias, member + at, ORDER));
            DoubleVector y = v.abs().neg();
            DoubleVector tShifted = y.fma(broadcast(SPECIES, VectorMathF64.LOG2_E), broadcast(SPECIES, VectorMathF64.ROUND));
            DoubleVector tRN = tShifted.sub(VectorMathF64.ROUND);
            DoubleVector tRHigh = tRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_HIGH), y);
            DoubleVector tR = tRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_LOW), tRHigh);
            DoubleVector tTP = broadcast(SPECIES, VectorMathF64.EXP_11).fma(tR, broadcast(SPECIES, VectorMathF64.EXP_10));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_9));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_8));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_7));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_6));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_5));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_4));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_3));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_2));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_1));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_0));
            DoubleVector tT = tTP.mul(tR).fma(tR, tR);
            LongVector tScaleN = tShifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, VectorMathF64.EXPONENT_SHIFT);
            DoubleVector tScale = tScaleN.add(VectorMathF64.ONE).reinterpretAsDoubles();
            DoubleVector t = tT.fma(tScale, tScale.sub(1.0)).blend(-1.0, y.compare(VectorOperators.LT, VectorMathF64.MIN_EXPM1));
            VectorMask<Double> positive = v.compare(VectorOperators.GT, 0.0);
            DoubleVector value = t.mul(NEGATIVE).blend(v.mul(POSITIVE), positive);
            DoubleVector slope = value.add(NEGATIVE).blend(POSITIVE, positive);
            DoubleVector a = fromMemorySegment(SPECIES, share, at, ORDER);
            DoubleVector rest = broadcast(SPECIES, 1.0).sub(a);
            slope.fma(a, rest).intoMemorySegment(slopes, to + at, ORDER);
            value.sub(v).intoMemorySegment(rises, up + at, ORDER);
            // Infinity times a rest of 0 counts as 0.
            DoubleVector straight = v.mul(rest).blend(0.0, rest.compare(VectorOperators.EQ, 0.0));
            value.fma(a, straight).intoMemorySegment(z, from + at, ORDER);
        }
    }

    private static void seluRest(
            MemorySegment bias,
            long member,
            MemorySegment share,
            MemorySegment z,
            long from,
            MemorySegment slopes,
            long to,
            MemorySegment rises,
            long up,
            int first,
            int n) {
        OffHeap.require(bias, share, z);
        OffHeap.require(slopes, rises);
        for (int i = first; i < n; i++) {
            long at = (long) i << SHIFT;
            double v = z.get(ValueLayout.JAVA_DOUBLE, from + at) + bias.get(ValueLayout.JAVA_DOUBLE, member + at);
            double value = v > 0 ? v * POSITIVE : VectorMathF64.expm1(-Math.abs(v)) * NEGATIVE;
            double slope = v > 0 ? POSITIVE : value + NEGATIVE;
            double a = share.get(ValueLayout.JAVA_DOUBLE, at);
            double rest = 1 - a;
            slopes.set(ValueLayout.JAVA_DOUBLE, to + at, Math.fma(slope, a, rest));
            rises.set(ValueLayout.JAVA_DOUBLE, up + at, value - v);
            z.set(ValueLayout.JAVA_DOUBLE, from + at, Math.fma(value, a, rest == 0 ? 0 : v * rest));
        }
    }

    private static void mish(
            MemorySegment bias,
            long member,
            MemorySegment share,
            MemorySegment z,
            long from,
            MemorySegment slopes,
            long to,
            MemorySegment rises,
            long up,
            int n) {
        OffHeap.require(bias, share, z);
        OffHeap.require(slopes, rises);
        for (int i = 0; i < n; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector v = fromMemorySegment(SPECIES, z, from + at, ORDER)
                    .add(fromMemorySegment(SPECIES, bias, member + at, ORDER));
            DoubleVector y = v.abs().neg();
            DoubleVector eShifted = y.fma(broadcast(SPECIES, VectorMathF64.LOG2_E), broadcast(SPECIES, VectorMathF64.ROUND));
            DoubleVector eRN = eShifted.sub(VectorMathF64.ROUND);
            DoubleVector eRHigh = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_HIGH), y);
            DoubleVector eR = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_LOW), eRHigh);
            DoubleVector eTP = broadcast(SPECIES, VectorMathF64.EXP_11).fma(eR, broadcast(SPECIES, VectorMathF64.EXP_10));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_9));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_8));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_7));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_6));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_5));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_4));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_3));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_2));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_1));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_0));
            DoubleVector eT = eTP.mul(eR).fma(eR, eR);
            LongVector eScaleN = eShifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, VectorMathF64.EXPONENT_SHIFT);
            DoubleVector eScale = eScaleN.add(VectorMathF64.ONE).reinterpretAsDoubles();
            DoubleVector e = eT.add(1.0).mul(eScale).blend(0.0, y.compare(VectorOperators.LT, VectorMathF64.MIN_EXP));
            VectorMask<Double> negative = v.compare(VectorOperators.LT, 0.0);
            DoubleVector ve = v.mul(e).blend(0.0, e.compare(VectorOperators.EQ, 0.0));
            DoubleVector twice = e.add(e);
            DoubleVector k = twice.add(1.0).blend(e.add(2.0), negative);
            DoubleVector top = k.blend(k.mul(e), negative);
            DoubleVector q =
                    broadcast(SPECIES, 1.0).div(twice.mul(e).blend(2.0, negative).add(top));
            DoubleVector steep =
                    ve.mul(e).blend(ve, negative).mul(e.add(1.0)).mul(q).mul(4.0);
            DoubleVector slope = top.add(steep).mul(q);
            DoubleVector value = k.mul(q).mul(v.blend(ve, negative));
            DoubleVector a = fromMemorySegment(SPECIES, share, at, ORDER);
            DoubleVector rest = broadcast(SPECIES, 1.0).sub(a);
            slope.fma(a, rest).intoMemorySegment(slopes, to + at, ORDER);
            value.sub(v).intoMemorySegment(rises, up + at, ORDER);
            // Infinity times a rest of 0 counts as 0.
            DoubleVector straight = v.mul(rest).blend(0.0, rest.compare(VectorOperators.EQ, 0.0));
            value.fma(a, straight).intoMemorySegment(z, from + at, ORDER);
        }
    }

    private static void mishRest(
            MemorySegment bias,
            long member,
            MemorySegment share,
            MemorySegment z,
            long from,
            MemorySegment slopes,
            long to,
            MemorySegment rises,
            long up,
            int first,
            int n) {
        OffHeap.require(bias, share, z);
        OffHeap.require(slopes, rises);
        for (int i = first; i < n; i++) {
            long at = (long) i << SHIFT;
            double v = z.get(ValueLayout.JAVA_DOUBLE, from + at) + bias.get(ValueLayout.JAVA_DOUBLE, member + at);
            double e = VectorMathF64.exp(-Math.abs(v));
            double ve = e == 0 ? 0 : v * e;
            double twice = e + e;
            double k = v < 0 ? e + 2 : twice + 1;
            double top = v < 0 ? k * e : k;
            double q = 1 / ((v < 0 ? 2 : twice * e) + top);
            double steep = (v < 0 ? ve : ve * e) * (e + 1) * q * 4;
            double slope = (top + steep) * q;
            double value = k * q * (v < 0 ? ve : v);
            double a = share.get(ValueLayout.JAVA_DOUBLE, at);
            double rest = 1 - a;
            slopes.set(ValueLayout.JAVA_DOUBLE, to + at, Math.fma(slope, a, rest));
            rises.set(ValueLayout.JAVA_DOUBLE, up + at, value - v);
            z.set(ValueLayout.JAVA_DOUBLE, from + at, Math.fma(value, a, rest == 0 ? 0 : v * rest));
        }
    }

    @Override
    public void parametricGradient(
            Tensor slopes, Tensor rises, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor shareGradient) {
        int columns = delta.columns();
        int most = Math.max(1, BLOCK / Math.max(1, columns));
        shareGradient.fill(0);
        int rows;
        for (int r = 0; r < delta.rows(); r += rows) {
            rows = Math.min(most, delta.rows() - r);
            if (mask != null) {
                DropoutF64.apply(mask, keep, delta, r, rows);
            }
            int c = 0;
            for (; c <= columns - LANES; c += LANES) {
                backward(slopes, rises, delta, shareGradient, r, rows, c);
            }
            for (; c < columns; c++) {
                backwardOne(slopes, rises, delta, shareGradient, r, rows, c);
            }
        }
    }

    private static void backward(
            Tensor slopes, Tensor rises, Tensor delta, Tensor shareGradient, int row, int rows, int c) {
        MemorySegment factors = slopes.segment();
        MemorySegment in = rises.segment();
        MemorySegment out = delta.segment();
        MemorySegment gradient = shareGradient.segment();
        OffHeap.require(factors, in, out, gradient);
        DoubleVector sum = fromMemorySegment(SPECIES, gradient, (long) c << SHIFT, ORDER);
        for (int r = row; r < row + rows; r++) {
            long at = ((long) r * delta.stride() + c) << SHIFT;
            DoubleVector d = fromMemorySegment(SPECIES, out, at, ORDER);
            VectorMask<Double> nothing = d.compare(VectorOperators.EQ, 0.0);
            DoubleVector x = fromMemorySegment(SPECIES, in, ((long) r * rises.stride() + c) << SHIFT, ORDER);
            DoubleVector s = fromMemorySegment(SPECIES, factors, ((long) r * slopes.stride() + c) << SHIFT, ORDER);
            sum = sum.add(d.mul(x).blend(0.0, nothing));
            d.mul(s).blend(0.0, nothing).intoMemorySegment(out, at, ORDER);
        }
        sum.intoMemorySegment(gradient, (long) c << SHIFT, ORDER);
    }

    private static void backwardOne(
            Tensor slopes, Tensor rises, Tensor delta, Tensor shareGradient, int row, int rows, int c) {
        MemorySegment factors = slopes.segment();
        MemorySegment in = rises.segment();
        MemorySegment out = delta.segment();
        MemorySegment gradient = shareGradient.segment();
        OffHeap.require(factors, in, out, gradient);
        double sum = gradient.get(ValueLayout.JAVA_DOUBLE, (long) c << SHIFT);
        for (int r = row; r < row + rows; r++) {
            long at = ((long) r * delta.stride() + c) << SHIFT;
            double d = out.get(ValueLayout.JAVA_DOUBLE, at);
            double x = in.get(ValueLayout.JAVA_DOUBLE, ((long) r * rises.stride() + c) << SHIFT);
            double s = factors.get(ValueLayout.JAVA_DOUBLE, ((long) r * slopes.stride() + c) << SHIFT);
            sum += d == 0 ? 0 : d * x;
            out.set(ValueLayout.JAVA_DOUBLE, at, d == 0 ? 0 : d * s);
        }
        gradient.set(ValueLayout.JAVA_DOUBLE, (long) c << SHIFT, sum);
    }
}
