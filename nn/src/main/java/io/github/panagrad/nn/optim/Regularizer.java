package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;

/**
 * What keeps weights small. A value; several can be used together.
 *
 * <p>It concerns the weights of dense layers and the tables of embeddings; biases and the parameters of normalisations and
 * activations are left out. In the formulas m is the number of rows of the batch, so that a penalty weighs less the more data
 * speaks against it; {@code J} is the loss with its penalties.
 */
public sealed interface Regularizer extends Choice {
    /**
     * {@code J + λ/(2m) Σ w²}, the text's penalty. PyTorch's {@code weight_decay} and Keras's {@code l2} have no m.
     *
     * @param lambda λ, not negative
     */
    record L2(double lambda) implements Regularizer {
        /** Checks the value. */
        public L2 {
            Ranges.notNegative("l2", "lambda", lambda);
        }

        @Override
        public String name() {
            return "l2";
        }

        @Override
        public String formula() {
            return "J + λ/(2m) Σ w²";
        }
    }

    /**
     * {@code J + λ/m Σ |w|}, with 0 as the derivative at 0 (Tibshirani, "Regression Shrinkage and Selection via the Lasso",
     * 1996).
     *
     * @param lambda λ, not negative
     */
    record L1(double lambda) implements Regularizer {
        /** Checks the value. */
        public L1 {
            Ranges.notNegative("l1", "lambda", lambda);
        }

        @Override
        public String name() {
            return "l1";
        }

        @Override
        public String formula() {
            return "J + λ/m Σ |w|";
        }
    }

    /**
     * {@code J + λ/m (ρ Σ |w| + (1-ρ)/2 Σ w²)} (Zou and Hastie, "Regularization and Variable Selection via the Elastic Net",
     * 2005, in scikit-learn's parameters).
     *
     * @param lambda λ, not negative
     * @param ratio ρ, from 0 to 1
     */
    record ElasticNet(double lambda, double ratio) implements Regularizer {
        /** Checks the values. */
        public ElasticNet {
            Ranges.notNegative("elastic_net", "lambda", lambda);
            if (!(ratio >= 0 && ratio <= 1)) {
                throw new IllegalArgumentException("elastic_net: ratio must be in [0, 1], found " + ratio);
            }
        }

        @Override
        public String name() {
            return "elastic_net";
        }

        @Override
        public String formula() {
            return "J + λ/m (ρ Σ |w| + (1-ρ)/2 Σ w²)";
        }
    }

    /**
     * Decoupled weight decay, {@code w ← (1 - α λ) w} before each update, whatever the optimiser (Loshchilov and Hutter,
     * "Decoupled Weight Decay Regularization", ICLR 2019). It is no part of J. An optimiser's own decay is added to it.
     *
     * @param lambda λ, not negative
     */
    record WeightDecay(double lambda) implements Regularizer {
        /** Checks the value. */
        public WeightDecay {
            Ranges.notNegative("weight_decay", "lambda", lambda);
        }

        @Override
        public String name() {
            return "weight_decay";
        }

        @Override
        public String formula() {
            return "w ← (1 - α λ) w before each update";
        }
    }

    /**
     * After each update the incoming weights of every unit are scaled to a norm of at most c (Srebro and Shraibman, "Rank,
     * Trace-Norm and Max-Norm", 2005; Srivastava et al., "Dropout", JMLR 2014). Embeddings are left alone.
     *
     * @param limit c, positive
     */
    record MaxNorm(double limit) implements Regularizer {
        /** Checks the value. */
        public MaxNorm {
            Ranges.positive("max_norm", "limit", limit);
        }

        @Override
        public String name() {
            return "max_norm";
        }

        @Override
        public String formula() {
            return "w ← w min(1, c / ‖w‖) after each update, w being the incoming weights of a unit";
        }
    }

    /** Returns whether it is a penalty, which changes the loss and its gradient, and not a change of the weights beside them. */
    default boolean isPartOfLoss() {
        return switch (this) {
            case L1 _, L2 _, ElasticNet _ -> true;
            case WeightDecay _, MaxNorm _ -> false;
        };
    }

    /** Returns all kinds. */
    static Choices<Regularizer> choices() {
        return RegularizerChoices.ALL;
    }
}
