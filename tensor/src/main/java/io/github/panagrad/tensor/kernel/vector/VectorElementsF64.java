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
    public void activate(
            Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor slopes) {
        double positive = ActivationCode.positive(f);
        double negative = ActivationCode.negative(f);
        ActivationsF64.activate(ActivationCode.of(f), positive, negative, bias, mask, keep, z, slopes);
    }

    @Override
    public void activationGradient(
            Activation f,
            Tensor output,
            @Nullable Tensor slopes,
            @Nullable DropoutMask mask,
            double keep,
            Tensor delta) {
        if (slopes != null) {
            GradientsF64.gradient(slopes, mask, keep, delta);
            return;
        }
        double positive = ActivationCode.positive(f);
        double negative = ActivationCode.negative(f);
        GradientsF64.gradient(ActivationCode.of(f), positive, negative, output, mask, keep, delta);
    }

    @Override
    public void prelu(
            Tensor bias, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor kept) {
        PReluF64.activate(bias, slope, mask, keep, z, kept);
    }

    @Override
    public void preluGradient(
            Tensor kept, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor slopeGradient) {
        PReluF64.gradient(kept, slope, mask, keep, delta, slopeGradient);
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
    public void add(Tensor x, Tensor y, Tensor z) {
        SumsF64.add(x, y, z);
    }

    @Override
    public void dropOut(DropoutMask mask, double keep, Tensor x) {
        DropoutF64.apply(mask, 0, 1 / keep, x.segment(), 0, (long) x.stride() << LanesF64.SHIFT, x.rows(), x.columns());
    }

    @Override
    public void flush(Tensor x) {
        TinyF64.flush(x);
    }

    @Override
    public void gather(Rows source, int[] order, int from, Tensor destination) {
        GatherF64.gather(source, order, from, destination);
    }
}
