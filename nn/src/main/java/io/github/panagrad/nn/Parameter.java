package io.github.panagrad.nn;

import io.github.panagrad.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor that a network of some shape has: what it is, and how large. A value; the numbers are the {@link Network}'s.
 *
 * @param kind what it is
 * @param index the layer, or for an embedding its number
 * @param rows its rows
 * @param columns its columns
 */
public record Parameter(Kind kind, int index, int rows, int columns) {
    /** What a tensor is to its layer. */
    public enum Kind {
        /** The vectors of an embedding, categories x dimension. */
        EMBEDDING("embeddings", "weight", true),
        /** W, fanOut x fanIn. */
        WEIGHT("layers", "weight", true),
        /** b, or the shift β of a normalised layer, 1 x fanOut. */
        BIAS("layers", "bias", true),
        /** The scale γ of a normalised layer, 1 x fanOut. */
        SCALE("layers", "scale", true),
        /** The slopes of a layer with {@link Activation.PRelu}, 1 x fanOut. */
        SLOPE("layers", "slope", true),
        /** The running mean of a batch-normalised layer, 1 x fanOut. */
        RUNNING_MEAN("layers", "running_mean", false),
        /** The running variance of a batch-normalised layer, 1 x fanOut. */
        RUNNING_VARIANCE("layers", "running_variance", false);

        private final String group;
        private final String label;
        private final boolean isTrained;

        Kind(String group, String label, boolean isTrained) {
            this.group = group;
            this.label = label;
            this.isTrained = isTrained;
        }

        /** Returns whether penalties and decay apply: to weights and embeddings, not to biases and normalisations. */
        public boolean isPenalized() {
            return this == WEIGHT || this == EMBEDDING;
        }

        /** Returns whether an optimiser changes it. */
        public boolean isTrained() {
            return isTrained;
        }

        /** Returns whether it is one row that stands for a vector. */
        boolean isVector() {
            return this != WEIGHT && this != EMBEDDING;
        }
    }

    /** Returns the name in model files, such as {@code layers.0.weight}. */
    public String name() {
        return kind.group + "." + index + "." + kind.label;
    }

    /** Returns the shape in model files. */
    List<Long> shape() {
        return kind.isVector() ? List.of((long) columns) : List.of((long) rows, (long) columns);
    }

    /** Returns what the numbers are before they are initialised or trained. */
    double initial(NetworkSpec spec) {
        return switch (kind) {
            case SCALE, RUNNING_VARIANCE -> 1;
            case SLOPE -> spec.activation(index) instanceof Activation.PRelu prelu ? prelu.initialSlope() : 0;
            case EMBEDDING, WEIGHT, BIAS, RUNNING_MEAN -> 0;
        };
    }

    /** Returns how many numbers it is. */
    public long size() {
        return (long) rows * columns;
    }

    /** Returns all that a network has, in the order of model files. */
    public static List<Parameter> of(NetworkSpec spec) {
        List<Parameter> all = new ArrayList<>();
        List<Embedding> embeddings = spec.input().embeddings();
        for (int e = 0; e < embeddings.size(); e++) {
            Embedding embedding = embeddings.get(e);
            all.add(new Parameter(Kind.EMBEDDING, e, embedding.categories(), embedding.dimension()));
        }
        for (int l = 0; l < spec.layers(); l++) {
            int units = spec.fanOut(l);
            all.add(new Parameter(Kind.WEIGHT, l, units, spec.fanIn(l)));
            all.add(new Parameter(Kind.BIAS, l, 1, units));
            if (spec.isNormalized(l)) {
                all.add(new Parameter(Kind.SCALE, l, 1, units));
            }
            if (spec.activation(l) instanceof Activation.PRelu) {
                all.add(new Parameter(Kind.SLOPE, l, 1, units));
            }
            if (spec.normalization(l) instanceof Normalization.BatchNorm) {
                all.add(new Parameter(Kind.RUNNING_MEAN, l, 1, units));
                all.add(new Parameter(Kind.RUNNING_VARIANCE, l, 1, units));
            }
        }
        return all;
    }
}
