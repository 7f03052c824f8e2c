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
    /** {@code z = f(z + bias) * mask / keep}, row by row. */
    void activate(Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z);

    /** {@code delta = delta * f'(z) * mask / keep}, with {@code f'} from {@code output = f(z) * mask / keep}. */
    void activationGradient(Activation f, Tensor output, @Nullable DropoutMask mask, double keep, Tensor delta);

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

    /** Momentum as an exponential moving average. */
    void momentum(Tensor theta, Tensor gradient, Tensor v, double rate, double beta, double l2);

    /** RMSprop. */
    void rmsProp(Tensor theta, Tensor gradient, Tensor s, double rate, double beta, double epsilon, double l2);

    /** Adam; {@code rate} and {@code secondScale} carry the bias corrections. */
    void adam(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            Tensor v,
            double rate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2);

    /** {@code destination[i] = source[order[from + i]] * scale}. */
    void gather(Rows source, int[] order, int from, Tensor destination);
}
