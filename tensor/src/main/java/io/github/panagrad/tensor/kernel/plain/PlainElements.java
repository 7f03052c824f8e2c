package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.MaskHash;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.ElementKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Passes over elements as plain loops. They compute in double and narrow when they store, so that one source serves
 * both element types, and take their functions from {@link StrictMath}, so that every machine gives the same bits.
 */
public final class PlainElements implements ElementKernels {
    private final Elements elements;

    /** Makes the kernels of one element type. */
    public PlainElements(DType dtype) {
        this.elements = new Elements(dtype);
    }

    @Override
    public void activate(Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z) {
        for (int r = 0; r < z.rows(); r++) {
            for (int c = 0; c < z.columns(); c++) {
                double a = PlainMath.apply(f, elements.get(z, r, c) + elements.get(bias, 0, c));
                elements.set(z, r, c, mask == null ? a : mask.get(r, c) ? a / keep : 0);
            }
        }
    }

    @Override
    public void activationGradient(Activation f, Tensor output, @Nullable DropoutMask mask, double keep, Tensor delta) {
        for (int r = 0; r < delta.rows(); r++) {
            for (int c = 0; c < delta.columns(); c++) {
                double d = elements.get(delta, r, c);
                double out = elements.get(output, r, c);
                if (mask == null) {
                    elements.set(delta, r, c, d * PlainMath.derivative(f, out));
                } else {
                    elements.set(delta, r, c, mask.get(r, c) ? d * PlainMath.derivative(f, out * keep) / keep : 0);
                }
            }
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
    public void softmax(Tensor z) {
        for (int r = 0; r < z.rows(); r++) {
            double max = PlainMath.rowMaximum(elements, z, r);
            double total = 0;
            for (int c = 0; c < z.columns(); c++) {
                total += StrictMath.exp(elements.get(z, r, c) - max);
            }
            for (int c = 0; c < z.columns(); c++) {
                elements.set(z, r, c, StrictMath.exp(elements.get(z, r, c) - max) / total);
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
    public void momentum(Tensor theta, Tensor gradient, Tensor v, double rate, double beta, double l2) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = elements.at(gradient, i) + l2 * parameter;
            double velocity = beta * elements.at(v, i) + (1 - beta) * g;
            elements.put(v, i, velocity);
            elements.put(theta, i, parameter - rate * velocity);
        }
    }

    @Override
    public void rmsProp(Tensor theta, Tensor gradient, Tensor s, double rate, double beta, double epsilon, double l2) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = elements.at(gradient, i) + l2 * parameter;
            double second = beta * elements.at(s, i) + (1 - beta) * g * g;
            elements.put(s, i, second);
            elements.put(theta, i, parameter - rate * g / (Math.sqrt(second) + epsilon));
        }
    }

    @Override
    public void adam(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            Tensor v,
            double rate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = elements.at(gradient, i) + l2 * parameter;
            double first = beta1 * elements.at(m, i) + (1 - beta1) * g;
            double second = beta2 * elements.at(v, i) + (1 - beta2) * g * g;
            elements.put(m, i, first);
            elements.put(v, i, second);
            elements.put(theta, i, parameter - rate * first / (Math.sqrt(secondScale * second) + epsilon));
        }
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
}
