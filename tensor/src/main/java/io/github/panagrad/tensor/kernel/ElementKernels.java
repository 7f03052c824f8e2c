package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Passes over elements of one type; documented where users see them, in {@code Kernels}, which also checks the shapes.
 * Threads may share an instance.
 */
public interface ElementKernels {
    /** {@code z = f(z + bias) * mask / keep}, row by row, and {@code slopes = f'(z + bias)} where they are kept. */
    void activate(
            Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor slopes);

    /**
     * {@code delta = delta * f'(z) * mask / keep}, with {@code f'} from the slopes if there are any, else from {@code output =
     * f(z) * mask / keep}.
     */
    void activationGradient(
            Activation f,
            Tensor output,
            @Nullable Tensor slopes,
            @Nullable DropoutMask mask,
            double keep,
            Tensor delta);

    /** {@code kept = z + bias}, and z the activation of that with a slope for each column. */
    void prelu(Tensor bias, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor kept);

    /** The gradients with respect to z, in delta, and to the slopes. */
    void preluGradient(
            Tensor kept, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor slopeGradient);

    /** Fills a mask; an element is kept if its 16 random bits are at least the threshold. */
    void fillMask(DropoutMask mask, long key, int firstRow, int threshold);

    /** {@code z = 1 / (1 + exp(-z))}. */
    void sigmoid(Tensor z);

    /** Each row: {@code z = exp(z) / sum(exp(z))}. */
    void softmax(Tensor z);

    /** {@code y = xᵀ}. */
    void transpose(Tensor x, Tensor y);

    /** Returns whether {@link #transpose} works on registers. */
    boolean isTransposeFast();

    /** {@code y = w x}. */
    void matrixVector(Tensor w, Tensor x, Tensor y);

    /** {@code sums = sum of the rows of x}. */
    void columnSums(Tensor x, Tensor sums);

    /** The sum of the squares. */
    double sumOfSquares(Tensor x);

    /** {@code z = x + y}. */
    void add(Tensor x, Tensor y, Tensor z);

    /** {@code x = x * mask / keep}. */
    void dropOut(DropoutMask mask, double keep, Tensor x);

    /** {@code x = 0} where it is too small to show in a gradient. */
    void flush(Tensor x);

    /** {@code destination[i] = source[order[from + i]] * scale}. */
    void gather(Rows source, int[] order, int from, Tensor destination);
}
