package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.ActivationKernels;
import io.github.panagrad.tensor.kernel.DropoutKernels;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.GatherKernels;
import io.github.panagrad.tensor.kernel.MaskHash;
import io.github.panagrad.tensor.kernel.PReluKernels;
import io.github.panagrad.tensor.kernel.ParametricKernels;
import io.github.panagrad.tensor.kernel.SumKernels;
import io.github.panagrad.tensor.kernel.TransposeKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Passes over elements as plain loops. They compute in double and narrow when they store, so that one source serves
 * both element types, and take their functions from {@link StrictMath}, so that every machine gives the same bits.
 */
public final class PlainElements
        implements ActivationKernels,
                PReluKernels,
                ParametricKernels,
                DropoutKernels,
                SumKernels,
                TransposeKernels,
                GatherKernels {
    private final Elements elements;

    /** Makes the kernels of one element type. */
    public PlainElements(DType dtype) {
        this.elements = new Elements(dtype);
    }

    @Override
    public void activate(
            Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor slopes) {
        for (int r = 0; r < z.rows(); r++) {
            for (int c = 0; c < z.columns(); c++) {
                double x = elements.get(z, r, c) + elements.get(bias, r % bias.rows(), c);
                if (slopes != null) {
                    elements.set(slopes, r, c, PlainMath.slope(f, x));
                }
                double a = PlainMath.apply(f, x);
                elements.set(z, r, c, mask == null ? a : mask.get(r, c) ? a / keep : 0);
            }
        }
    }

    @Override
    public void activationGradient(
            Activation f,
            Tensor output,
            @Nullable Tensor slopes,
            @Nullable DropoutMask mask,
            double keep,
            Tensor delta) {
        double undo = mask == null ? 1 : keep;
        for (int r = 0; r < delta.rows(); r++) {
            for (int c = 0; c < delta.columns(); c++) {
                if (mask != null && !mask.get(r, c)) {
                    elements.set(delta, r, c, 0);
                    continue;
                }
                double slope = slopes == null
                        ? PlainMath.derivative(f, undropped(f, elements.get(output, r, c), undo))
                        : elements.get(slopes, r, c);
                elements.set(delta, r, c, elements.get(delta, r, c) * slope / undo);
            }
        }
    }

    /** Returns f(z) given f(z) / keep; where hard sigmoid reached a limit the result must be exactly that. */
    private double undropped(Activation f, double output, double keep) {
        return f instanceof Activation.HardSigmoid && output == elements.rounded(1 / keep) ? 1 : output * keep;
    }

    @Override
    public void prelu(
            Tensor bias, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor kept) {
        for (int r = 0; r < z.rows(); r++) {
            for (int c = 0; c < z.columns(); c++) {
                double x = elements.get(z, r, c) + elements.get(bias, r % bias.rows(), c);
                if (kept != null) {
                    elements.set(kept, r, c, x);
                }
                double a = x > 0 ? x : elements.get(slope, 0, c) * x;
                elements.set(z, r, c, mask == null ? a : mask.get(r, c) ? a / keep : 0);
            }
        }
    }

    @Override
    public void preluGradient(
            Tensor kept, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor slopeGradient) {
        for (int c = 0; c < delta.columns(); c++) {
            double sum = 0;
            for (int r = 0; r < delta.rows(); r++) {
                double d = elements.get(delta, r, c);
                if (mask != null) {
                    d = mask.get(r, c) ? d / keep : 0;
                }
                double x = elements.get(kept, r, c);
                boolean positive = x > 0;
                if (!positive && d != 0) {
                    sum += d * x;
                }
                elements.set(delta, r, c, positive ? d : d * elements.get(slope, 0, c));
            }
            elements.set(slopeGradient, 0, c, sum);
        }
    }

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
        Activation function = f.function();
        for (int r = 0; r < z.rows(); r++) {
            for (int c = 0; c < z.columns(); c++) {
                double x = elements.get(z, r, c) + elements.get(bias, r % bias.rows(), c);
                double s = elements.get(share, 0, c);
                double value = PlainMath.apply(function, x);
                if (slopes != null) {
                    double slope = function.keepsSlope()
                            ? PlainMath.slope(function, x)
                            : PlainMath.derivative(function, value);
                    elements.set(slopes, r, c, s * slope + (1 - s));
                }
                if (rises != null) {
                    elements.set(rises, r, c, value - x);
                }
                double a = s * value + PlainMath.times(x, 1 - s);
                elements.set(z, r, c, mask == null ? a : mask.get(r, c) ? a / keep : 0);
            }
        }
    }

    @Override
    public void parametricGradient(
            Tensor slopes, Tensor rises, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor shareGradient) {
        for (int c = 0; c < delta.columns(); c++) {
            double sum = 0;
            for (int r = 0; r < delta.rows(); r++) {
                double d = elements.get(delta, r, c);
                if (mask != null) {
                    d = mask.get(r, c) ? d / keep : 0;
                }
                sum += d == 0 ? 0 : d * elements.get(rises, r, c);
                elements.set(delta, r, c, d == 0 ? 0 : d * elements.get(slopes, r, c));
            }
            elements.set(shareGradient, 0, c, sum);
        }
    }

    @Override
    public void fillMask(DropoutMask mask, long key, int firstRow, int threshold) {
        MemorySegment bits = mask.segment();
        int words = mask.wordsPerRow();
        for (int r = 0; r < mask.rows(); r++) {
            for (int w = 0; w < words; w++) {
                int position = ((firstRow + r) * words + w) * DropoutMask.POSITIONS_PER_WORD;
                bits.set(DropoutMask.LAYOUT, mask.offset(r) + (long) w * Long.BYTES, word(key, position, threshold));
            }
        }
    }

    private static long word(long key, int first, int threshold) {
        long word = 0;
        for (int position = 0; position < DropoutMask.POSITIONS_PER_WORD; position++) {
            int drawn = MaskHash.bits(key, first + position);
            int bit = position % 16 + 32 * (position / 16);
            word |= ((drawn & 0xFFFF) >= threshold ? 1L : 0) << bit;
            word |= ((drawn >>> 16) >= threshold ? 1L : 0) << (bit + 16);
        }
        return word;
    }

    @Override
    public void sigmoid(Tensor z) {
        for (int r = 0; r < z.rows(); r++) {
            for (int c = 0; c < z.columns(); c++) {
                elements.set(z, r, c, PlainMath.sigmoid(elements.get(z, r, c)));
            }
        }
    }

    @Override
    public void matrixVector(Tensor w, Tensor x, Tensor y) {
        for (int r = 0; r < w.rows(); r++) {
            double sum = 0;
            for (int c = 0; c < w.columns(); c++) {
                sum += elements.get(w, r, c) * elements.at(x, c);
            }
            elements.put(y, r, sum);
        }
    }

    @Override
    public void columnSums(Tensor x, Tensor sums) {
        for (int c = 0; c < x.columns(); c++) {
            double sum = 0;
            for (int r = 0; r < x.rows(); r++) {
                sum += elements.get(x, r, c);
            }
            elements.set(sums, 0, c, sum);
        }
    }

    @Override
    public double sumOfSquares(Tensor x) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            double v = elements.at(x, i);
            sum += v * v;
        }
        return sum;
    }

    @Override
    public void transpose(Tensor x, Tensor y) {
        for (int r = 0; r < x.rows(); r++) {
            for (int c = 0; c < x.columns(); c++) {
                elements.set(y, c, r, elements.get(x, r, c));
            }
        }
    }

    @Override
    public boolean isTransposeFast() {
        return false;
    }

    @Override
    public void add(Tensor x, Tensor y, Tensor z) {
        for (int r = 0; r < z.rows(); r++) {
            for (int c = 0; c < z.columns(); c++) {
                elements.set(z, r, c, elements.get(x, r, c) + elements.get(y, r, c));
            }
        }
    }

    @Override
    public void dropOut(DropoutMask mask, double keep, Tensor x) {
        for (int r = 0; r < x.rows(); r++) {
            for (int c = 0; c < x.columns(); c++) {
                elements.set(x, r, c, mask.get(r, c) ? elements.get(x, r, c) / keep : 0);
            }
        }
    }

    @Override
    public void gather(Rows source, int[] order, int from, Tensor destination) {
        MemorySegment in = source.segment();
        for (int r = 0; r < destination.rows(); r++) {
            long row = source.offset(order[from + r]);
            for (int c = 0; c < destination.columns(); c++) {
                double value = switch (source.storage()) {
                    case U8 -> Byte.toUnsignedInt(in.get(ValueLayout.JAVA_BYTE, row + c));
                    case F32 -> in.get(ValueLayout.JAVA_FLOAT, row + 4L * c);
                    case F64 -> in.get(ValueLayout.JAVA_DOUBLE, row + 8L * c);
                };
                elements.set(destination, r, c, value * source.scale());
            }
        }
    }

    @Override
    public void lookUp(Tensor table, Tensor samples, int column, Tensor vectors) {
        for (int r = 0; r < vectors.rows(); r++) {
            int row = GatherKernels.category(elements.get(samples, r, column), table.rows(), column);
            for (int c = 0; c < vectors.columns(); c++) {
                elements.set(vectors, r, c, elements.get(table, row, c));
            }
        }
    }

    @Override
    public void addUp(Tensor delta, Tensor samples, int column, int first, Tensor sums) {
        sums.segment().fill((byte) 0);
        for (int r = 0; r < delta.rows(); r++) {
            int row = (int) elements.get(samples, r, column) - first;
            for (int c = 0; row >= 0 && row < sums.rows() && c < delta.columns(); c++) {
                elements.set(sums, row, c, elements.get(sums, row, c) + elements.get(delta, r, c));
            }
        }
    }
}
