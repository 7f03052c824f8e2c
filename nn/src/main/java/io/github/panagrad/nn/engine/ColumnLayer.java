package io.github.panagrad.nn.engine;

/**
 * A layer that replaces one column of the samples: it reads that column and writes a range of the features. It is divided by
 * rows only, and has no gradient with respect to what it reads. Its parameters are {@link LayerParameter.Cut#TABLE} or
 * {@link LayerParameter.Cut#WHOLE}.
 */
public non-sealed interface ColumnLayer extends EngineLayer {
    /** Returns the column of the samples. */
    int column();
}
