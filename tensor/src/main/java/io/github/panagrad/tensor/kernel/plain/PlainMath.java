package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;

/** The activations and their derivatives for one number. */
final class PlainMath {
    private PlainMath() {}

    static double apply(Activation f, double z) {
        return switch (f) {
            case Activation.Identity _ -> z;
            case Activation.Relu _ -> Math.max(z, 0);
            case Activation.LeakyRelu leaky -> z < 0 ? leaky.slope() * z : z;
            case Activation.Sigmoid _ -> sigmoid(z);
            case Activation.Tanh _ -> StrictMath.tanh(z);
        };
    }

    /** Returns {@code f'(z)} given {@code a = f(z)}. */
    static double derivative(Activation f, double a) {
        return switch (f) {
            case Activation.Identity _ -> 1;
            case Activation.Relu _ -> a > 0 ? 1 : 0;
            case Activation.LeakyRelu leaky -> a > 0 ? 1 : leaky.slope();
            case Activation.Sigmoid _ -> a * (1 - a);
            case Activation.Tanh _ -> 1 - a * a;
        };
    }

    static double sigmoid(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    static double rowMaximum(Elements elements, Tensor z, int r) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < z.columns(); c++) {
            max = Math.max(max, elements.get(z, r, c));
        }
        return max;
    }
}
