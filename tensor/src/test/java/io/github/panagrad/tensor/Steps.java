package io.github.panagrad.tensor;

import io.github.panagrad.tensor.kernel.UpdateStep;
import java.util.ArrayList;
import java.util.List;

/** Optimisers' steps in one line each. */
final class Steps {
    private Steps() {}

    static Decay decay(double l2, double shrink) {
        Decay decay = new Decay();
        decay.l2 = l2;
        decay.shrink = shrink;
        return decay;
    }

    static UpdateStep sgd(double rate) {
        UpdateStep.Sgd step = new UpdateStep.Sgd();
        step.rate = rate;
        return step;
    }

    static UpdateStep momentum(double rate, double keep, double take) {
        UpdateStep.Momentum step = new UpdateStep.Momentum();
        step.rate = rate;
        step.keep = keep;
        step.take = take;
        return step;
    }

    static UpdateStep nesterov(double rate, double beta) {
        UpdateStep.Nesterov step = new UpdateStep.Nesterov();
        step.rate = rate;
        step.beta = beta;
        return step;
    }

    static UpdateStep lion(double rate, double beta1, double beta2) {
        UpdateStep.Lion step = new UpdateStep.Lion();
        step.rate = rate;
        step.beta1 = beta1;
        step.beta2 = beta2;
        return step;
    }

    static UpdateStep rmsProp(double rate, double keep, double take, double epsilon) {
        UpdateStep.RmsProp step = new UpdateStep.RmsProp();
        step.rate = rate;
        step.keep = keep;
        step.take = take;
        step.epsilon = epsilon;
        return step;
    }

    private static <T extends UpdateStep.Moments> T moments(
            T step, double rate, double secondScale, double beta1, double beta2, double epsilon) {
        step.rate = rate;
        step.secondScale = secondScale;
        step.beta1 = beta1;
        step.beta2 = beta2;
        step.epsilon = epsilon;
        return step;
    }

    static UpdateStep adam(double rate, double secondScale, double beta1, double beta2, double epsilon) {
        return moments(new UpdateStep.Adam(), rate, secondScale, beta1, beta2, epsilon);
    }

    static UpdateStep amsGrad(double rate, double secondScale, double beta1, double beta2, double epsilon) {
        return moments(new UpdateStep.AmsGrad(), rate, secondScale, beta1, beta2, epsilon);
    }

    static UpdateStep nadam(
            double gradientRate, double rate, double secondScale, double beta1, double beta2, double epsilon) {
        UpdateStep.Nadam step = moments(new UpdateStep.Nadam(), rate, secondScale, beta1, beta2, epsilon);
        step.gradientRate = gradientRate;
        return step;
    }

    /** Returns the names of all rules there are, such as {@code amsGrad}. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        collect(UpdateStep.class, names);
        return names;
    }

    private static void collect(Class<?> type, List<String> names) {
        if (type.isSealed()) {
            for (Class<?> kind : type.getPermittedSubclasses()) {
                collect(kind, names);
            }
        } else {
            String name = type.getSimpleName();
            names.add(Character.toLowerCase(name.charAt(0)) + name.substring(1));
        }
    }
}
