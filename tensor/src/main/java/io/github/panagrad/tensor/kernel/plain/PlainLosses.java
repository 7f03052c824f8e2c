package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossKernels;
import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.kernel.OutputLoss;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Losses as plain loops. They compute in double and narrow when they store, and take their functions from {@link
 * StrictMath}, so that every machine gives the same bits.
 */
public final class PlainLosses implements LossKernels {
    private final Elements elements;

    /** Makes the kernels of one element type. */
    public PlainLosses(DType dtype) {
        this.elements = new Elements(dtype);
    }

    @Override
    public void sigmoidCrossEntropy(
            Tensor logits,
            Tensor targets,
            double smoothing,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        for (int r = 0; r < logits.rows(); r++) {
            double weight = weight(weights, r);
            boolean right = true;
            for (int c = 0; c < logits.columns(); c++) {
                double z = elements.get(logits, r, c);
                double y = elements.get(targets, r, c);
                double smooth = y * (1 - smoothing) + smoothing / 2;
                double loss = Math.max(z, 0) - smooth * z + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
                sum.loss += weighted(weight, loss);
                elements.set(delta, r, c, weighted(weight, (PlainMath.sigmoid(z) - smooth) * scale));
                right &= (z > 0) == (y > 0.5);
            }
            sum.correct += right ? 1 : 0;
        }
    }

    @Override
    public void softmaxCrossEntropy(
            Tensor logits,
            MemorySegment labels,
            double smoothing,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        int columns = logits.columns();
        double share = smoothing / columns;
        for (int r = 0; r < logits.rows(); r++) {
            double weight = weight(weights, r);
            int label = Objects.checkIndex(labels.getAtIndex(ValueLayout.JAVA_INT, r), columns);
            double max = PlainMath.rowMaximum(elements, logits, r);
            double total = 0;
            for (int c = 0; c < columns; c++) {
                total += StrictMath.exp(elements.get(logits, r, c) - max);
            }
            double zLabel = elements.get(logits, r, label);
            double loss = StrictMath.log(total) + (max - zLabel);
            int best = columns;
            for (int c = columns - 1; c >= 0; c--) {
                double z = elements.get(logits, r, c);
                best = z == max ? c : best;
                double p = StrictMath.exp(z - max) / total;
                double target = c == label ? 1 - smoothing + share : share;
                elements.set(delta, r, c, weighted(weight, (p - target) * scale));
                if (share > 0) {
                    loss += share * zLabel - share * z;
                }
            }
            sum.loss += weighted(weight, loss);
            sum.correct += best == label ? 1 : 0;
        }
    }

    @Override
    public void squaredError(
            Tensor outputs, Tensor targets, double @Nullable [] weights, double scale, Tensor delta, LossSum sum) {
        for (int r = 0; r < outputs.rows(); r++) {
            double weight = weight(weights, r);
            for (int c = 0; c < outputs.columns(); c++) {
                double difference = elements.get(outputs, r, c) - elements.get(targets, r, c);
                elements.set(delta, r, c, weighted(weight, difference * scale));
                sum.loss += weighted(weight, difference * difference);
            }
        }
    }

    @Override
    public void pointwise(
            OutputLoss loss,
            Tensor outputs,
            Tensor targets,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        boolean classes = loss.isClassification();
        for (int r = 0; r < outputs.rows(); r++) {
            double weight = weight(weights, r);
            boolean right = classes;
            for (int c = 0; c < outputs.columns(); c++) {
                double z = elements.get(outputs, r, c);
                double y = elements.get(targets, r, c);
                sum.loss += weighted(weight, loss.value(z, y));
                elements.set(delta, r, c, weighted(weight, loss.slope(z, y) * scale));
                right &= (z > 0) == (y > 0.5);
            }
            sum.correct += right ? 1 : 0;
        }
    }

    @Override
    public void exponential(Tensor z) {
        for (int i = 0; i < z.size(); i++) {
            elements.put(z, i, StrictMath.exp(elements.at(z, i)));
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
    public void flush(Tensor x) {
        double tiny = x.dtype() == DType.F32 ? 0x1p-84 : 0x1p-980;
        for (int i = 0; i < x.size(); i++) {
            if (Math.abs(elements.at(x, i)) < tiny) {
                elements.put(x, i, 0);
            }
        }
    }

    private static double weight(double @Nullable [] weights, int row) {
        return weights == null ? 1 : weights[row];
    }

    /** A row of weight 0 is left out, even if its loss is no number. */
    private static double weighted(double weight, double value) {
        return weight == 0 ? 0 : weight * value;
    }
}
