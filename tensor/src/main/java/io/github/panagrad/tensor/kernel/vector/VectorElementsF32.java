package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.ElementKernels;
import org.jspecify.annotations.Nullable;

/** The float kernels of this package behind their interface. */
public final class VectorElementsF32 implements ElementKernels {
    @Override
    public void activate(
            Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor slopes) {
        float positive = (float) ActivationCode.positive(f);
        float negative = (float) ActivationCode.negative(f);
        ActivationsF32.activate(ActivationCode.of(f), positive, negative, bias, mask, keep, z, slopes);
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
            GradientsF32.gradient(slopes, mask, keep, delta);
            return;
        }
        float positive = (float) ActivationCode.positive(f);
        float negative = (float) ActivationCode.negative(f);
        GradientsF32.gradient(ActivationCode.of(f), positive, negative, output, mask, keep, delta);
    }

    @Override
    public void prelu(
            Tensor bias, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor kept) {
        PReluF32.activate(bias, slope, mask, keep, z, kept);
    }

    @Override
    public void preluGradient(
            Tensor kept, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor slopeGradient) {
        PReluF32.gradient(kept, slope, mask, keep, delta, slopeGradient);
    }

    @Override
    public void fillMask(DropoutMask mask, long key, int firstRow, int threshold) {
        DropoutBits.fill(mask, key, firstRow, threshold);
    }

    @Override
    public void sigmoid(Tensor z) {
        ActivationsF32.sigmoid(z);
    }

    @Override
    public void softmax(Tensor z) {
        SoftmaxF32.softmax(z);
    }

    @Override
    public void transpose(Tensor x, Tensor y) {
        TransposeF32.transpose(x, y);
    }

    @Override
    public boolean isTransposeFast() {
        return TransposeF32.isFast();
    }

    @Override
    public void matrixVector(Tensor w, Tensor x, Tensor y) {
        MatrixVectorF32.multiply(w, x, y);
    }

    @Override
    public void columnSums(Tensor x, Tensor sums) {
        SumsF32.columnSums(x, sums);
    }

    @Override
    public double sumOfSquares(Tensor x) {
        return SumsF32.sumOfSquares(x);
    }

    @Override
    public void add(Tensor x, Tensor y, Tensor z) {
        SumsF32.add(x, y, z);
    }

    @Override
    public void dropOut(DropoutMask mask, double keep, Tensor x) {
        DropoutF32.apply(mask, 0, 1 / keep, x.segment(), 0, (long) x.stride() << LanesF32.SHIFT, x.rows(), x.columns());
    }

    @Override
    public void flush(Tensor x) {
        TinyF32.flush(x);
    }

    @Override
    public void gather(Rows source, int[] order, int from, Tensor destination) {
        GatherF32.gather(source, order, from, destination);
    }
}
