package io.github.panagrad.table.training;

import io.github.panagrad.nn.Embedding;
import io.github.panagrad.nn.NumberEmbedding;
import java.util.List;

/**
 * How many members and which number embedding a network gets where the data decides: as in the recipe, but smaller where training
 * would take many minutes. The numbers are in docs/quality.md.
 */
public final class EnsembleSize {
    private static final int MEMBERS = 16;
    private static final int BINS = 48;
    private static final int DIMENSION = 16;

    /** The narrowest embedding, as a guess: what is narrower is left out. */
    private static final int LEAST_DIMENSION = 4;

    /** The most features that number embeddings may make. */
    private static final int MOST_FEATURES = 1024;

    /** Multiplications of a forward pass over the training rows; an epoch then takes about a second on two cores. */
    private static final double MOST_WORK = 2.5e10;

    private EnsembleSize() {}

    /**
     * Returns how many members there are.
     *
     * @param rows the training rows
     * @param features what the first layer reads
     * @param units the units of the hidden layers
     * @param outputs the outputs
     */
    public static int members(int rows, double features, List<Integer> units, int outputs) {
        double weights = 0;
        double fanIn = features;
        for (int count : units) {
            weights += fanIn * count;
            fanIn = count;
        }
        weights += fanIn * outputs;
        int members = MEMBERS;
        while (members > 1 && rows * members * weights > MOST_WORK) {
            members /= 2;
        }
        return members;
    }

    /**
     * Returns what numbers become.
     *
     * @param numbers the inputs that are numbers
     */
    public static NumberEmbedding embedding(int numbers) {
        int dimension = Math.min(DIMENSION, MOST_FEATURES / Math.max(1, numbers));
        return dimension < LEAST_DIMENSION ? NumberEmbedding.none() : new NumberEmbedding.Piecewise(BINS, dimension);
    }

    /**
     * Returns how many features the first layer reads at most: some numbers may be too few for an embedding.
     *
     * @param columns the inputs of an encoded row
     * @param numbers how many of them are numbers
     * @param embedding what these become
     * @param categories the embeddings of categories
     */
    public static double features(int columns, int numbers, NumberEmbedding embedding, List<Embedding> categories) {
        double features = columns;
        if (embedding instanceof NumberEmbedding.Piecewise pieces) {
            features += (double) numbers * (pieces.dimension() - 1);
        }
        for (Embedding category : categories) {
            features += category.dimension() - 1;
        }
        return features;
    }
}
