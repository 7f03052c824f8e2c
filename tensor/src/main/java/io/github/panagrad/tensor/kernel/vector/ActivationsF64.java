package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.all;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.load;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.store;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.zero;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** Bias, activation and dropout in one pass over a layer's output, and their derivative in one pass over its delta. */
final class ActivationsF64 {
    private ActivationsF64() {}

    /** {@code z = f(z + bias) * mask / keep}. */
    static void activate(
            ActivationCode f, double slope, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z) {
        MemorySegment out = z.segment();
        MemorySegment b = bias.segment();
        int columns = z.columns();
        int bound = SPECIES.loopBound(columns);
        VectorMask<Double> rest = LanesF64.rest(bound, columns);
        long rowBytes = (long) z.stride() << SHIFT;
        for (int r = 0; r < z.rows(); r++) {
            long row = r * rowBytes;
            for (int c = 0; c < bound; c += LANES) {
                long at = (long) c << SHIFT;
                store(apply(f, slope, load(out, row + at).add(load(b, at))), out, row + at);
            }
            if (bound < columns) {
                long at = (long) bound << SHIFT;
                DoubleVector sum = load(out, row + at, rest).add(load(b, at, rest));
                store(apply(f, slope, sum), out, row + at, rest);
            }
            if (mask != null) {
                dropRow(mask, r, 1 / keep, out, row, columns);
            }
        }
    }

    /** {@code z = f(z)} over contiguous elements. */
    static void apply(ActivationCode f, double slope, Tensor z) {
        MemorySegment out = z.segment();
        int n = z.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            store(apply(f, slope, load(out, at)), out, at);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = LanesF64.rest(bound, n);
            store(apply(f, slope, load(out, at, rest)), out, at, rest);
        }
    }

    private static DoubleVector apply(ActivationCode f, double slope, DoubleVector z) {
        return switch (f) {
            case IDENTITY -> z;
            case RELU -> z.max(0.0);
            case LEAKY_RELU -> z.blend(z.mul(slope), z.compare(VectorOperators.LT, 0.0));
            case SIGMOID -> VectorMathF64.sigmoid(z);
            case TANH -> VectorMathF64.tanh(z);
        };
    }

    /** {@code delta = delta * f'(z) * mask / keep}, with {@code output = f(z) * mask / keep}. */
    static void gradient(
            ActivationCode f, double slope, Tensor output, @Nullable DropoutMask mask, double keep, Tensor delta) {
        MemorySegment a = output.segment();
        MemorySegment d = delta.segment();
        int columns = delta.columns();
        int bound = SPECIES.loopBound(columns);
        VectorMask<Double> rest = LanesF64.rest(bound, columns);
        DoubleVector undo = all(mask == null ? 1 : keep);
        for (int r = 0; r < delta.rows(); r++) {
            long outputRow = ((long) r * output.stride()) << SHIFT;
            long row = ((long) r * delta.stride()) << SHIFT;
            for (int c = 0; c < bound; c += LANES) {
                long at = (long) c << SHIFT;
                DoubleVector activation = load(a, outputRow + at).mul(undo);
                store(chain(f, slope, activation, load(d, row + at)), d, row + at);
            }
            if (bound < columns) {
                long at = (long) bound << SHIFT;
                DoubleVector activation = load(a, outputRow + at, rest).mul(undo);
                store(chain(f, slope, activation, load(d, row + at, rest)), d, row + at, rest);
            }
            if (mask != null) {
                dropRow(mask, r, 1 / keep, d, row, columns);
            }
        }
    }

    /** Returns {@code delta * f'}, the derivative given by the activation itself. */
    private static DoubleVector chain(ActivationCode f, double slope, DoubleVector a, DoubleVector delta) {
        return switch (f) {
            case IDENTITY -> delta;
            case RELU -> zero().blend(delta, a.compare(VectorOperators.GT, 0.0));
            case LEAKY_RELU -> delta.mul(slope).blend(delta, a.compare(VectorOperators.GT, 0.0));
            case SIGMOID -> delta.mul(a.mul(all(1).sub(a)));
            case TANH -> delta.mul(all(1).sub(a.mul(a)));
        };
    }

    /** Multiplies the kept elements of a row by {@code scale} and sets the others to 0. */
    private static void dropRow(DropoutMask mask, int r, double scale, MemorySegment x, long row, int columns) {
        MemorySegment bits = mask.segment();
        long words = mask.offset(r);
        DoubleVector factor = all(scale);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            long at = row + ((long) c << SHIFT);
            VectorMask<Double> kept = kept(bits, words, c);
            store(zero().blend(load(x, at).mul(factor), kept), x, at);
        }
        if (bound < columns) {
            long at = row + ((long) bound << SHIFT);
            VectorMask<Double> rest = LanesF64.rest(bound, columns);
            VectorMask<Double> kept = kept(bits, words, bound);
            store(zero().blend(load(x, at, rest).mul(factor), kept), x, at, rest);
        }
    }

    private static VectorMask<Double> kept(MemorySegment bits, long words, int column) {
        long word = bits.get(DropoutMask.LAYOUT, words + ((long) (column / Long.SIZE) << 3));
        return VectorMask.fromLong(SPECIES, word >>> (column % Long.SIZE));
    }
}
