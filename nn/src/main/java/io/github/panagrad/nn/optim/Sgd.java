package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;

/** Stochastic gradient descent: {@code θ ← θ − α g}, through BLAS's {@code axpy}. */
public record Sgd() implements Optimizer {
    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public String formula() {
        return "θ ← θ - α g";
    }

    @Override
    public int states() {
        return 0;
    }

    @Override
    public UpdateRule rule(Kernels kernels) {
        return new Rule(kernels);
    }

    private static final class Rule implements UpdateRule {
        private final Kernels kernels;
        private double rate;

        Rule(Kernels kernels) {
            this.kernels = kernels;
        }

        @Override
        public void begin(long step, double learningRate) {
            rate = learningRate;
        }

        @Override
        public void apply(Tensor theta, Tensor gradient, Tensor[] state, double l2) {
            if (l2 != 0) {
                kernels.axpy(l2, theta, gradient);
            }
            kernels.axpy(-rate, gradient, theta);
        }
    }
}
