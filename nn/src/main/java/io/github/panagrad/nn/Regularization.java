package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.optim.Regularizer;
import java.util.List;

/**
 * What keeps the weights small. A value. Dropout and label smoothing belong to the {@link NetworkSpec}.
 *
 * @param regularizers penalties, weight decay and limits of norms; may be empty
 */
public record Regularization(List<Regularizer> regularizers) {
    /** Copies the list. */
    public Regularization {
        regularizers = List.copyOf(regularizers);
    }

    /** Returns the regularisers combined. */
    Penalty penalty() {
        return Penalty.of(regularizers);
    }
}
