package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;

/**
 * Gradient clipping, applied before the update. A value.
 *
 * <p>The clipped gradient is that of the loss including its penalties, as in Keras; in PyTorch, whose optimisers add
 * the penalty later, penalties are not included.
 */
public sealed interface GradientClipping extends Choice {
    /** No clipping. */
    record None() implements GradientClipping {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public String formula() {
            return "g";
        }
    }

    /**
     * Clips each element: {@code g ← max(-c, min(c, g))}.
     *
     * @param limit c, positive
     */
    record ByValue(double limit) implements GradientClipping {
        /** Checks the value. */
        public ByValue {
            Ranges.positive("value", "limit", limit);
        }

        @Override
        public String name() {
            return "value";
        }

        @Override
        public String formula() {
            return "g ← max(-c, min(c, g)), each element separately";
        }
    }

    /**
     * Clips the norm of each tensor: {@code g ← g min(1, c / ‖g‖)}.
     *
     * @param limit c, positive
     */
    record ByNorm(double limit) implements GradientClipping {
        /** Checks the value. */
        public ByNorm {
            Ranges.positive("norm", "limit", limit);
        }

        @Override
        public String name() {
            return "norm";
        }

        @Override
        public String formula() {
            return "g ← g min(1, c / ‖g‖), each tensor separately";
        }
    }

    /**
     * Clips the norm of all gradients together: {@code g ← g min(1, c / ‖all gradients‖)} (Pascanu, Mikolov and Bengio,
     * "On the difficulty of training recurrent neural networks", ICML 2013). PyTorch divides by the norm plus 1e-6.
     *
     * @param limit c, positive
     */
    record ByGlobalNorm(double limit) implements GradientClipping {
        /** Checks the value. */
        public ByGlobalNorm {
            Ranges.positive("global_norm", "limit", limit);
        }

        @Override
        public String name() {
            return "global_norm";
        }

        @Override
        public String formula() {
            return "g ← g min(1, c / ‖g‖), ‖g‖ over all parameters";
        }
    }

    /** Returns {@link None}. */
    static GradientClipping none() {
        return new None();
    }

    /** Returns all kinds. */
    static Choices<GradientClipping> choices() {
        return ClippingChoices.ALL;
    }
}
