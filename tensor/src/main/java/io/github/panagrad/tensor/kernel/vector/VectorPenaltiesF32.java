package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.PenaltyKernels;

/** The float kernels of penalties and limits behind their interface. */
public final class VectorPenaltiesF32 implements PenaltyKernels {
    @Override
    public double sumOfMagnitudes(Tensor x) {
        return PenaltiesF32.sumOfMagnitudes(x);
    }

    @Override
    public void addSign(double factor, Tensor theta, Tensor gradient) {
        PenaltiesF32.addSign(factor, theta, gradient);
    }

    @Override
    public void scale(double factor, Tensor x) {
        PenaltiesF32.scale((float) factor, x.segment(), 0, x.size());
    }

    @Override
    public void clip(double limit, Tensor x) {
        PenaltiesF32.clip(limit, x);
    }

    @Override
    public void limitRowNorms(double limit, Tensor x) {
        RowNormsF32.limit(limit, x);
    }
}
