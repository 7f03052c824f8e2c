// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Parametric.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.ParametricKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Activations with a learned share for each column, and their gradients. Forwards a row at a time, with the function as in {@link
 * SmoothVectorMath}; the sums backwards go down the rows, a register of columns at a time.
 */
final class ParametricF32 implements ParametricKernels {
    /** Elements of a block. */
    private static final int BLOCK = 4096;

    private static final float POSITIVE = ActivationsF32.SELU_POSITIVE;
    private static final float NEGATIVE = ActivationsF32.SELU_NEGATIVE;

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
                DropoutF32.apply(mask, keep, z, r, rows);
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
            FloatVector v = fromMemorySegment(SPECIES, z, from + at, ORDER)
                    .add(fromMemorySegment(SPECIES, bias, member + at, ORDER));
            FloatVector y = v.abs().neg();
            FloatVector tShifted = y.fma(broadcast(SPECIES, VectorMathF32.LOG2_E), broadcast(SPECIES, VectorMathF32.ROUND));
            FloatVector tRN = tShifted.sub(VectorMathF32.ROUND);
            FloatVector tRHigh = tRN.fma(broadcast(SPECIES, -VectorMathF32.LN2_HIGH), y);
            FloatVector tR = tRN.fma(broadcast(SPECIES, -VectorMathF32.LN2_LOW), tRHigh);
            FloatVector tTP = broadcast(SPECIES, VectorMathF32.EXP_5).fma(tR, broadcast(SPECIES, VectorMathF32.EXP_4));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF32.EXP_3));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF32.EXP_2));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF32.EXP_1));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF32.EXP_0));
            FloatVector tT = tTP.mul(tR).fma(tR, tR);
            IntVector tScaleN = tShifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, VectorMathF32.EXPONENT_SHIFT);
            FloatVector tScale = tScaleN.add(VectorMathF32.ONE).reinterpretAsFloats();
            FloatVector t = tT.fma(tScale, tScale.sub(1f)).blend(-1f, y.compare(VectorOperators.LT, VectorMathF32.MIN_EXPM1));
            VectorMask<Float> positive = v.compare(VectorOperators.GT, 0f);
            FloatVector value = t.mul(NEGATIVE).blend(v.mul(POSITIVE), positive);
            FloatVector slope = value.add(NEGATIVE).blend(POSITIVE, positive);
            FloatVector a = fromMemorySegment(SPECIES, share, at, ORDER);
            FloatVector rest = broadcast(SPECIES, 1f).sub(a);
            slope.fma(a, rest).intoMemorySegment(slopes, to + at, ORDER);
            value.sub(v).intoMemorySegment(rises, up + at, ORDER);
            // Infinity times a rest of 0 counts as 0.
            FloatVector straight = v.mul(rest).blend(0f, rest.compare(VectorOperators.EQ, 0f));
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
            float v = z.get(ValueLayout.JAVA_FLOAT, from + at) + bias.get(ValueLayout.JAVA_FLOAT, member + at);
            float value = v > 0 ? v * POSITIVE : VectorMathF32.expm1(-Math.abs(v)) * NEGATIVE;
            float slope = v > 0 ? POSITIVE : value + NEGATIVE;
            float a = share.get(ValueLayout.JAVA_FLOAT, at);
            float rest = 1 - a;
            slopes.set(ValueLayout.JAVA_FLOAT, to + at, Math.fma(slope, a, rest));
            rises.set(ValueLayout.JAVA_FLOAT, up + at, value - v);
            z.set(ValueLayout.JAVA_FLOAT, from + at, Math.fma(value, a, rest == 0 ? 0 : v * rest));
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
            FloatVector v = fromMemorySegment(SPECIES, z, from + at, ORDER)
                    .add(fromMemorySegment(SPECIES, bias, member + at, ORDER));
            FloatVector y = v.abs().neg();
            FloatVector eShifted = y.fma(broadcast(SPECIES, VectorMathF32.LOG2_E), broadcast(SPECIES, VectorMathF32.ROUND));
            FloatVector eRN = eShifted.sub(VectorMathF32.ROUND);
            FloatVector eRHigh = eRN.fma(broadcast(SPECIES, -VectorMathF32.LN2_HIGH), y);
            FloatVector eR = eRN.fma(broadcast(SPECIES, -VectorMathF32.LN2_LOW), eRHigh);
            FloatVector eTP = broadcast(SPECIES, VectorMathF32.EXP_5).fma(eR, broadcast(SPECIES, VectorMathF32.EXP_4));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_3));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_2));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_1));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_0));
            FloatVector eT = eTP.mul(eR).fma(eR, eR);
            IntVector eScaleN = eShifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, VectorMathF32.EXPONENT_SHIFT);
            FloatVector eScale = eScaleN.add(VectorMathF32.ONE).reinterpretAsFloats();
            FloatVector e = eT.add(1f).mul(eScale).blend(0f, y.compare(VectorOperators.LT, VectorMathF32.MIN_EXP));
            VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
            FloatVector ve = v.mul(e).blend(0f, e.compare(VectorOperators.EQ, 0f));
            FloatVector twice = e.add(e);
            FloatVector k = twice.add(1f).blend(e.add(2f), negative);
            FloatVector top = k.blend(k.mul(e), negative);
            FloatVector q =
                    broadcast(SPECIES, 1f).div(twice.mul(e).blend(2f, negative).add(top));
            FloatVector steep =
                    ve.mul(e).blend(ve, negative).mul(e.add(1f)).mul(q).mul(4f);
            FloatVector slope = top.add(steep).mul(q);
            FloatVector value = k.mul(q).mul(v.blend(ve, negative));
            FloatVector a = fromMemorySegment(SPECIES, share, at, ORDER);
            FloatVector rest = broadcast(SPECIES, 1f).sub(a);
            slope.fma(a, rest).intoMemorySegment(slopes, to + at, ORDER);
            value.sub(v).intoMemorySegment(rises, up + at, ORDER);
            // Infinity times a rest of 0 counts as 0.
            FloatVector straight = v.mul(rest).blend(0f, rest.compare(VectorOperators.EQ, 0f));
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
            float v = z.get(ValueLayout.JAVA_FLOAT, from + at) + bias.get(ValueLayout.JAVA_FLOAT, member + at);
            float e = VectorMathF32.exp(-Math.abs(v));
            float ve = e == 0 ? 0 : v * e;
            float twice = e + e;
            float k = v < 0 ? e + 2 : twice + 1;
            float top = v < 0 ? k * e : k;
            float q = 1 / ((v < 0 ? 2 : twice * e) + top);
            float steep = (v < 0 ? ve : ve * e) * (e + 1) * q * 4;
            float slope = (top + steep) * q;
            float value = k * q * (v < 0 ? ve : v);
            float a = share.get(ValueLayout.JAVA_FLOAT, at);
            float rest = 1 - a;
            slopes.set(ValueLayout.JAVA_FLOAT, to + at, Math.fma(slope, a, rest));
            rises.set(ValueLayout.JAVA_FLOAT, up + at, value - v);
            z.set(ValueLayout.JAVA_FLOAT, from + at, Math.fma(value, a, rest == 0 ? 0 : v * rest));
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
                DropoutF32.apply(mask, keep, delta, r, rows);
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
        FloatVector sum = fromMemorySegment(SPECIES, gradient, (long) c << SHIFT, ORDER);
        for (int r = row; r < row + rows; r++) {
            long at = ((long) r * delta.stride() + c) << SHIFT;
            FloatVector d = fromMemorySegment(SPECIES, out, at, ORDER);
            VectorMask<Float> nothing = d.compare(VectorOperators.EQ, 0f);
            FloatVector x = fromMemorySegment(SPECIES, in, ((long) r * rises.stride() + c) << SHIFT, ORDER);
            FloatVector s = fromMemorySegment(SPECIES, factors, ((long) r * slopes.stride() + c) << SHIFT, ORDER);
            sum = sum.add(d.mul(x).blend(0f, nothing));
            d.mul(s).blend(0f, nothing).intoMemorySegment(out, at, ORDER);
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
        float sum = gradient.get(ValueLayout.JAVA_FLOAT, (long) c << SHIFT);
        for (int r = row; r < row + rows; r++) {
            long at = ((long) r * delta.stride() + c) << SHIFT;
            float d = out.get(ValueLayout.JAVA_FLOAT, at);
            float x = in.get(ValueLayout.JAVA_FLOAT, ((long) r * rises.stride() + c) << SHIFT);
            float s = factors.get(ValueLayout.JAVA_FLOAT, ((long) r * slopes.stride() + c) << SHIFT);
            sum += d == 0 ? 0 : d * x;
            out.set(ValueLayout.JAVA_FLOAT, at, d == 0 ? 0 : d * s);
        }
        gradient.set(ValueLayout.JAVA_FLOAT, (long) c << SHIFT, sum);
    }
}
