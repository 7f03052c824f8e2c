package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.UpdateKernels;

/** Optimiser updates as plain loops, which compute in double and narrow when they store. */
public final class PlainUpdates implements UpdateKernels {
    private final Elements elements;

    /** Makes the kernels of one element type. */
    public PlainUpdates(DType dtype) {
        this.elements = new Elements(dtype);
    }

    private double slope(Tensor gradient, double l2, double parameter, int i) {
        return elements.at(gradient, i) + l2 * parameter;
    }

    /** Rounds after each operation, as {@code axpy} does. */
    @Override
    public void sgd(Tensor theta, Tensor gradient, double rate, double l2, double shrink) {
        double step = elements.rounded(-rate);
        double decay = elements.rounded(l2);
        double scale = elements.rounded(shrink);
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = elements.rounded(elements.at(gradient, i) + elements.rounded(decay * parameter));
            elements.put(theta, i, elements.rounded(scale * parameter) + elements.rounded(step * g));
        }
    }

    @Override
    public void momentum(
            Tensor theta, Tensor gradient, Tensor v, double rate, double keep, double take, double l2, double shrink) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, l2, parameter, i);
            double velocity = keep * elements.at(v, i) + take * g;
            elements.put(v, i, velocity);
            elements.put(theta, i, shrink * parameter - rate * velocity);
        }
    }

    @Override
    public void nesterov(Tensor theta, Tensor gradient, Tensor v, double rate, double beta, double l2, double shrink) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, l2, parameter, i);
            double velocity = beta * elements.at(v, i) + g;
            elements.put(v, i, velocity);
            elements.put(theta, i, shrink * parameter - rate * (g + beta * velocity));
        }
    }

    @Override
    public void lion(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            double rate,
            double beta1,
            double beta2,
            double l2,
            double shrink) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, l2, parameter, i);
            double before = elements.at(m, i);
            double sign = Math.signum(beta1 * before + (1 - beta1) * g);
            elements.put(m, i, beta2 * before + (1 - beta2) * g);
            elements.put(theta, i, shrink * parameter - rate * sign);
        }
    }

    @Override
    public void rmsProp(
            Tensor theta,
            Tensor gradient,
            Tensor s,
            double rate,
            double keep,
            double take,
            double epsilon,
            double l2,
            double shrink) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, l2, parameter, i);
            double second = keep * elements.at(s, i) + take * g * g;
            elements.put(s, i, second);
            elements.put(theta, i, shrink * parameter - rate * g / (Math.sqrt(second) + epsilon));
        }
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
            double l2,
            double shrink) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, l2, parameter, i);
            double first = beta1 * elements.at(m, i) + (1 - beta1) * g;
            double second = beta2 * elements.at(v, i) + (1 - beta2) * g * g;
            elements.put(m, i, first);
            elements.put(v, i, second);
            double root = Math.sqrt(secondScale * second) + epsilon;
            elements.put(theta, i, shrink * parameter - rate * first / root);
        }
    }

    @Override
    public void amsGrad(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            Tensor v,
            Tensor largest,
            double rate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2,
            double shrink) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, l2, parameter, i);
            double first = beta1 * elements.at(m, i) + (1 - beta1) * g;
            double second = beta2 * elements.at(v, i) + (1 - beta2) * g * g;
            double most = Math.max(elements.at(largest, i), second);
            elements.put(m, i, first);
            elements.put(v, i, second);
            elements.put(largest, i, most);
            double root = Math.sqrt(secondScale * most) + epsilon;
            elements.put(theta, i, shrink * parameter - rate * first / root);
        }
    }

    @Override
    public void nadam(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            Tensor v,
            double gradientRate,
            double momentRate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2,
            double shrink) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, l2, parameter, i);
            double first = beta1 * elements.at(m, i) + (1 - beta1) * g;
            double second = beta2 * elements.at(v, i) + (1 - beta2) * g * g;
            elements.put(m, i, first);
            elements.put(v, i, second);
            double root = Math.sqrt(secondScale * second) + epsilon;
            elements.put(theta, i, shrink * parameter - (gradientRate * g + momentRate * first) / root);
        }
    }
}
