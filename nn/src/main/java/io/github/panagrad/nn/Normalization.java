package io.github.panagrad.nn;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;

/**
 * What is applied to {@code z = x Wᵀ} before the activation: {@code a = f(γ ẑ + β)} with a standardised ẑ. The layer's bias is
 * the shift β, because a bias added to z would vanish in ẑ; γ begins at 1. A value.
 */
public sealed interface Normalization extends Choice {
    /** Nothing: {@code a = f(z + b)}. */
    record None() implements Normalization {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public String formula() {
            return "z";
        }
    }

    /**
     * Batch normalisation: each unit's mean and variance over the rows of the batch (Ioffe and Szegedy, "Batch Normalization",
     * ICML 2015). At inference, running averages of both are used instead: {@code r ← κ r + (1-κ) s} in every step, the
     * variance as {@code m/(m-1)} times that of the batch, as in the paper and in PyTorch.
     *
     * @param epsilon added to the variance, from 1e-30 to 1e30; 1e-5 in PyTorch, 1e-3 in Keras
     * @param keep κ, the share of the old average, in [0, 1); 0.9 is PyTorch's {@code momentum=0.1}; Keras's is 0.99
     */
    record BatchNorm(double epsilon, double keep) implements Normalization {
        /** Checks the values. */
        public BatchNorm {
            requireEpsilon("batch_norm", epsilon);
            if (!(keep >= 0 && keep < 1)) {
                throw new IllegalArgumentException("batch_norm: keep must be in [0, 1), found " + keep);
            }
        }

        @Override
        public String name() {
            return "batch_norm";
        }

        @Override
        public String formula() {
            return "γ (z - mean) / √(variance + ε) + β, over the rows of the batch";
        }
    }

    /**
     * Layer normalisation: each row's mean and variance over the units, in training and at inference (Ba, Kiros and Hinton,
     * "Layer Normalization", 2016).
     *
     * @param epsilon added to the variance, from 1e-30 to 1e30; 1e-5 in PyTorch, 1e-3 in Keras
     */
    record LayerNorm(double epsilon) implements Normalization {
        /** Checks the value. */
        public LayerNorm {
            requireEpsilon("layer_norm", epsilon);
        }

        @Override
        public String name() {
            return "layer_norm";
        }

        @Override
        public String formula() {
            return "γ (z - mean) / √(variance + ε) + β, over the units of the layer";
        }
    }

    /** Anything less could be 0 in float32, and a constant column would become 0 / 0. */
    private static void requireEpsilon(String owner, double epsilon) {
        if (!(epsilon >= 1e-30 && epsilon <= 1e30)) {
            throw new IllegalArgumentException(owner + ": epsilon must be from 1.0E-30 to 1.0E30, found " + epsilon);
        }
    }

    /** Returns {@link None}. */
    static Normalization none() {
        return new None();
    }

    /** Returns {@link BatchNorm} with an ε of 1e-5 and a κ of 0.9. */
    static Normalization batchNorm() {
        return new BatchNorm(1e-5, 0.9);
    }

    /** Returns {@link LayerNorm} with an ε of 1e-5. */
    static Normalization layerNorm() {
        return new LayerNorm(1e-5);
    }

    /** Returns all kinds. */
    static Choices<Normalization> choices() {
        return NormalizationChoices.ALL;
    }
}
