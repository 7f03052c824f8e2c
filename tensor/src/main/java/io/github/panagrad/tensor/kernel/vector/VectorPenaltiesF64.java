package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.PenaltyKernels;

/** The double kernels of penalties and limits behind their interface. */
public final class VectorPenaltiesF64 implements PenaltyKernels {
    @Override
    public double sumOfMagnitudes(Tensor x) {
        return PenaltiesF64.sumOfMagnitudes(x);
    }

    @Override
    public void addSign(double factor, Tensor theta, Tensor gradient) {
        PenaltiesF64.addSign(factor, theta, gradient);
    }

    @Override
    public void scale(double factor, Tensor x) {
        PenaltiesF64.scale(factor, x.segment(), 0, x.size());
    }

    @Override
    public void clip(double limit, Tensor x) {
        PenaltiesF64.clip(limit, x);
    }

    @Override
    public void limitRowNorms(double limit, Tensor x) {
        RowNormsF64.limit(limit, x);
    }
}
