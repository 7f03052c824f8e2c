package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.PenaltyKernels;

/** Penalties on weights and limits of gradients as plain loops in double. */
public final class PlainPenalties implements PenaltyKernels {
    private final Elements elements;

    /** Makes the kernels of one element type. */
    public PlainPenalties(DType dtype) {
        this.elements = new Elements(dtype);
    }

    @Override
    public double sumOfMagnitudes(Tensor x) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            sum += Math.abs(elements.at(x, i));
        }
        return sum;
    }

    @Override
    public void addSign(double factor, Tensor theta, Tensor gradient) {
        for (int i = 0; i < theta.size(); i++) {
            elements.put(gradient, i, elements.at(gradient, i) + factor * Math.signum(elements.at(theta, i)));
        }
    }

    @Override
    public void scale(double factor, Tensor x) {
        for (int i = 0; i < x.size(); i++) {
            elements.put(x, i, elements.at(x, i) * factor);
        }
    }

    @Override
    public void clip(double limit, Tensor x) {
        for (int i = 0; i < x.size(); i++) {
            double v = elements.at(x, i);
            elements.put(x, i, v > limit ? limit : v < -limit ? -limit : v);
        }
    }
}
