package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossSum;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Adds label smoothing to a cross-entropy and a gradient that were computed without: both are linear in the target, so
 * that neither exponentials nor logarithms are needed again.
 */
public final class Smoothing {
    private final Elements elements;

    /** Makes the pass for one element type. */
    public Smoothing(DType dtype) {
        this.elements = new Elements(dtype);
    }

    /** Targets {@code y} become {@code y (1 - smoothing) + smoothing / 2}. */
    public void sigmoid(Tensor logits, Tensor targets, double smoothing, double scale, Tensor delta, LossSum sum) {
        for (int i = 0; i < logits.size(); i++) {
            double more = smoothing * (0.5 - elements.at(targets, i));
            sum.loss -= more * elements.at(logits, i);
            elements.put(delta, i, elements.at(delta, i) - more * scale);
        }
    }

    /** One-hot targets become {@code onehot (1 - smoothing) + smoothing / columns}. */
    public void softmax(
            Tensor logits,
            MemorySegment labels,
            double smoothing,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        double share = smoothing / logits.columns();
        for (int r = 0; r < logits.rows(); r++) {
            double weight = weights == null ? 1 : weights[r];
            if (weight == 0) {
                continue;
            }
            int label = labels.getAtIndex(ValueLayout.JAVA_INT, r);
            double zLabel = elements.get(logits, r, label);
            double more = 0;
            for (int c = 0; c < logits.columns(); c++) {
                more += share * zLabel - share * elements.get(logits, r, c);
                double target = c == label ? share - smoothing : share;
                elements.set(delta, r, c, elements.get(delta, r, c) - target * scale * weight);
            }
            sum.loss += weight * more;
        }
    }
}
