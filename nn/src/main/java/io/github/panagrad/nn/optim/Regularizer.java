package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;

/**
 * A regulariser, which keeps weights small. A value; several can be combined.
 *
 * <p>It applies to the weights of dense layers and the tables of embeddings, but not to biases or the parameters of
 * normalisations and activations. In the formulas m is the number of rows of the batch, so that a penalty has less
 * weight relative to more data; {@code J} is the loss including its penalties.
 */
public sealed interface Regularizer extends Choice {
    /**
     * {@code J + λ/(2m) Σ w²} (<em>Day 6 Deep Dive: Backpropagation and Optimization</em>, section 4). PyTorch's
     * {@code weight_decay} and Keras's {@code l2} have no m.
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
     * {@code J + λ/m Σ |w|}, with 0 as the derivative at 0 (Tibshirani, "Regression Shrinkage and Selection via the
     * Lasso", 1996).
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
     * {@code J + λ/m (ρ Σ |w| + (1-ρ)/2 Σ w²)} (Zou and Hastie, "Regularization and Variable Selection via the Elastic
     * Net", 2005, in scikit-learn's parameters).
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
     * Decoupled weight decay, {@code w ← (1 - α λ) w} before each update, for any optimiser (Loshchilov and Hutter,
     * "Decoupled Weight Decay Regularization", ICLR 2019). It is not part of J. An optimiser's own decay is added to
     * it.
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
     * Max-norm: after each update the incoming weights of every unit are scaled to a norm of at most c (Srebro and
     * Shraibman, "Rank, Trace-Norm and Max-Norm", 2005; Srivastava et al., "Dropout", JMLR 2014). Embeddings are not
     * affected.
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

    /** Returns whether this is a penalty, part of the loss and its gradient, rather than a direct change of the weights. */
    default boolean isPartOfLoss() {
        return switch (this) {
            case L1 _, L2 _, ElasticNet _ -> true;
            case WeightDecay _, MaxNorm _ -> false;
        };
    }

    /** Returns all regularisers. */
    static Choices<Regularizer> choices() {
        return RegularizerChoices.ALL;
    }
}
