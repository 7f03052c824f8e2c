package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import java.util.List;
import java.util.stream.Stream;

/**
 * An optimiser, which updates parameters from their gradient. A value that holds the hyper-parameters; the state
 * belongs to the trainer, and the learning rate comes from a {@link Schedule}.
 */
public sealed interface Optimizer extends Choice permits FirstOrder, Lbfgs {
    /** Returns {@link Sgd}. */
    static FirstOrder sgd() {
        return new Sgd();
    }

    /** Returns {@link Momentum} with β 0.9. */
    static FirstOrder momentum() {
        return new Momentum(0.9);
    }

    /** Returns {@link ClassicalMomentum} with β 0.9. */
    static FirstOrder classicalMomentum() {
        return new ClassicalMomentum(0.9);
    }

    /** Returns {@link Nesterov} with β 0.9. */
    static FirstOrder nesterov() {
        return new Nesterov(0.9);
    }

    /** Returns {@link Lion} with β₁ 0.9, β₂ 0.99 and no weight decay. */
    static FirstOrder lion() {
        return new Lion(0.9, 0.99, 0);
    }

    /** Returns {@link RmsProp} with β 0.999 and ε 1e-8. */
    static FirstOrder rmsProp() {
        return new RmsProp(0.999, 1e-8);
    }

    /** Returns {@link Adagrad} with ε 1e-10. */
    static FirstOrder adagrad() {
        return new Adagrad(1e-10);
    }

    /** Returns {@link Adam} with β₁ 0.9, β₂ 0.999 and ε 1e-8. */
    static FirstOrder adam() {
        return new Adam(0.9, 0.999, 1e-8);
    }

    /** Returns {@link AdamW} with β₁ 0.9, β₂ 0.999, ε 1e-8 and weight decay 0.01. */
    static FirstOrder adamW() {
        return new AdamW(0.9, 0.999, 1e-8, 0.01);
    }

    /** Returns {@link AmsGrad} with β₁ 0.9, β₂ 0.999 and ε 1e-8. */
    static FirstOrder amsGrad() {
        return new AmsGrad(0.9, 0.999, 1e-8);
    }

    /** Returns {@link Nadam} with β₁ 0.9, β₂ 0.999, ε 1e-8 and momentum decay 0.004. */
    static FirstOrder nadam() {
        return new Nadam(0.9, 0.999, 1e-8, 0.004);
    }

    /** Returns {@link Lbfgs} with a history of 10, a tolerance of 1e-7 and at most 20 evaluations per line search. */
    static Lbfgs lbfgs() {
        return new Lbfgs(10, 1e-7, 20);
    }

    /** Returns λ of the optimiser's own decoupled weight decay; 0 if there is no decay. */
    default double weightDecay() {
        return 0;
    }

    /** Returns all optimisers. */
    static Choices<Optimizer> choices() {
        return OptimizerChoices.ALL;
    }

    /** Returns all optimisers that make one step per batch. */
    static Choices<FirstOrder> firstOrder() {
        return OptimizerChoices.FIRST_ORDER;
    }
}

/** All optimisers. */
final class OptimizerChoices {
    private static final String FAMILY = "optimizer";

    static final Choices<FirstOrder> FIRST_ORDER = new Choices<>(
            FAMILY,
            List.of(
                    Optimizer.sgd(),
                    Optimizer.momentum(),
                    Optimizer.rmsProp(),
                    Optimizer.adam(),
                    Optimizer.classicalMomentum(),
                    Optimizer.nesterov(),
                    Optimizer.adamW(),
                    Optimizer.adagrad(),
                    Optimizer.amsGrad(),
                    Optimizer.nadam(),
                    Optimizer.lion()));

    static final Choices<Optimizer> ALL = new Choices<>(
            FAMILY,
            Stream.concat(FIRST_ORDER.all().stream(), Stream.of(Optimizer.lbfgs()))
                    .toList());

    private OptimizerChoices() {}
}
