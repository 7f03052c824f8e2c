package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.UpdateKernels;
import io.github.panagrad.tensor.kernel.UpdateStep;

/** Optimiser updates as plain loops, which compute in double and narrow when they store. */
public final class PlainUpdates implements UpdateKernels {
    private final Elements elements;

    /** Makes the kernels of one element type. */
    public PlainUpdates(DType dtype) {
        this.elements = new Elements(dtype);
    }

    @Override
    public void update(UpdateStep step, Decay decay, Tensor theta, Tensor gradient, Tensor[] state) {
        switch (step) {
            case UpdateStep.Sgd sgd -> sgd(sgd, decay, theta, gradient);
            case UpdateStep.Momentum momentum -> momentum(momentum, decay, theta, gradient, state[0]);
            case UpdateStep.Nesterov nesterov -> nesterov(nesterov, decay, theta, gradient, state[0]);
            case UpdateStep.Lion lion -> lion(lion, decay, theta, gradient, state[0]);
            case UpdateStep.RmsProp rmsProp -> rmsProp(rmsProp, decay, theta, gradient, state[0]);
            case UpdateStep.Adam adam -> adam(adam, decay, theta, gradient, state[0], state[1]);
            case UpdateStep.AmsGrad amsGrad -> amsGrad(amsGrad, decay, theta, gradient, state[0], state[1], state[2]);
            case UpdateStep.Nadam nadam -> nadam(nadam, decay, theta, gradient, state[0], state[1]);
        }
    }

    private double slope(Tensor gradient, Decay decay, double parameter, int i) {
        return elements.at(gradient, i) + decay.l2 * parameter;
    }

    /** Rounds after each operation, as {@code axpy} does. */
    private void sgd(UpdateStep.Sgd step, Decay decay, Tensor theta, Tensor gradient) {
        double move = elements.rounded(-step.rate);
        double l2 = elements.rounded(decay.l2);
        double scale = elements.rounded(decay.shrink);
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = elements.rounded(elements.at(gradient, i) + elements.rounded(l2 * parameter));
            elements.put(theta, i, elements.rounded(scale * parameter) + elements.rounded(move * g));
        }
    }

    private void momentum(UpdateStep.Momentum step, Decay decay, Tensor theta, Tensor gradient, Tensor v) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, decay, parameter, i);
            double velocity = step.keep * elements.at(v, i) + step.take * g;
            elements.put(v, i, velocity);
            elements.put(theta, i, decay.shrink * parameter - step.rate * velocity);
        }
    }

    private void nesterov(UpdateStep.Nesterov step, Decay decay, Tensor theta, Tensor gradient, Tensor v) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, decay, parameter, i);
            double velocity = step.beta * elements.at(v, i) + g;
            elements.put(v, i, velocity);
            elements.put(theta, i, decay.shrink * parameter - step.rate * (g + step.beta * velocity));
        }
    }

    private void lion(UpdateStep.Lion step, Decay decay, Tensor theta, Tensor gradient, Tensor m) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, decay, parameter, i);
            double before = elements.at(m, i);
            double sign = Math.signum(step.beta1 * before + (1 - step.beta1) * g);
            elements.put(m, i, step.beta2 * before + (1 - step.beta2) * g);
            elements.put(theta, i, decay.shrink * parameter - step.rate * sign);
        }
    }

    private void rmsProp(UpdateStep.RmsProp step, Decay decay, Tensor theta, Tensor gradient, Tensor s) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, decay, parameter, i);
            double second = step.keep * elements.at(s, i) + step.take * g * g;
            elements.put(s, i, second);
            elements.put(theta, i, decay.shrink * parameter - step.rate * g / (Math.sqrt(second) + step.epsilon));
        }
    }

    private void adam(UpdateStep.Adam step, Decay decay, Tensor theta, Tensor gradient, Tensor m, Tensor v) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, decay, parameter, i);
            double first = step.beta1 * elements.at(m, i) + (1 - step.beta1) * g;
            double second = step.beta2 * elements.at(v, i) + (1 - step.beta2) * g * g;
            elements.put(m, i, first);
            elements.put(v, i, second);
            double root = Math.sqrt(step.secondScale * second) + step.epsilon;
            elements.put(theta, i, decay.shrink * parameter - step.rate * first / root);
        }
    }

    private void amsGrad(
            UpdateStep.AmsGrad step, Decay decay, Tensor theta, Tensor gradient, Tensor m, Tensor v, Tensor x) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, decay, parameter, i);
            double first = step.beta1 * elements.at(m, i) + (1 - step.beta1) * g;
            double second = step.beta2 * elements.at(v, i) + (1 - step.beta2) * g * g;
            double most = Math.max(elements.at(x, i), second);
            elements.put(m, i, first);
            elements.put(v, i, second);
            elements.put(x, i, most);
            double root = Math.sqrt(step.secondScale * most) + step.epsilon;
            elements.put(theta, i, decay.shrink * parameter - step.rate * first / root);
        }
    }

    private void nadam(UpdateStep.Nadam step, Decay decay, Tensor theta, Tensor gradient, Tensor m, Tensor v) {
        for (int i = 0; i < theta.size(); i++) {
            double parameter = elements.at(theta, i);
            double g = slope(gradient, decay, parameter, i);
            double first = step.beta1 * elements.at(m, i) + (1 - step.beta1) * g;
            double second = step.beta2 * elements.at(v, i) + (1 - step.beta2) * g * g;
            elements.put(m, i, first);
            elements.put(v, i, second);
            double root = Math.sqrt(step.secondScale * second) + step.epsilon;
            elements.put(theta, i, decay.shrink * parameter - (step.gradientRate * g + step.rate * first) / root);
        }
    }
}
