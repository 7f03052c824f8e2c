package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.ElementKernels;
import org.jspecify.annotations.Nullable;

/** The double kernels of this package behind their interface. */
public final class VectorElementsF64 implements ElementKernels {
    @Override
    public void activate(Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z) {
        ActivationsF64.activate(ActivationCode.of(f), ActivationCode.slope(f), bias, mask, keep, z);
    }

    @Override
    public void activationGradient(Activation f, Tensor output, @Nullable DropoutMask mask, double keep, Tensor delta) {
        GradientsF64.gradient(ActivationCode.of(f), ActivationCode.slope(f), output, mask, keep, delta);
    }

    @Override
    public void fillMask(DropoutMask mask, long key, int firstRow, int threshold) {
        DropoutBits.fill(mask, key, firstRow, threshold);
    }

    @Override
    public void sigmoid(Tensor z) {
        ActivationsF64.sigmoid(z);
    }

    @Override
    public void softmax(Tensor z) {
        SoftmaxF64.softmax(z);
    }

    @Override
    public void transpose(Tensor x, Tensor y) {
        TransposeF64.transpose(x, y);
    }

    @Override
    public boolean isTransposeFast() {
        return TransposeF64.isFast();
    }

    @Override
    public void matrixVector(Tensor w, Tensor x, Tensor y) {
        MatrixVectorF64.multiply(w, x, y);
    }

    @Override
    public void columnSums(Tensor x, Tensor sums) {
        SumsF64.columnSums(x, sums);
    }

    @Override
    public double sumOfSquares(Tensor x) {
        return SumsF64.sumOfSquares(x);
    }

    @Override
    public void momentum(Tensor theta, Tensor gradient, Tensor v, double rate, double beta, double l2) {
        OptimizersF64.momentum(theta, gradient, v, rate, beta, l2);
    }

    @Override
    public void rmsProp(Tensor theta, Tensor gradient, Tensor s, double rate, double beta, double epsilon, double l2) {
        OptimizersF64.rmsProp(theta, gradient, s, rate, beta, epsilon, l2);
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
        OptimizersF64.adam(theta, gradient, m, v, rate, secondScale, beta1, beta2, epsilon, l2);
    }

    @Override
    public void gather(Rows source, int[] order, int from, Tensor destination) {
        GatherF64.gather(source, order, from, destination);
    }
}
