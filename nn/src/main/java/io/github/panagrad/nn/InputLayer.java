package io.github.panagrad.nn;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What happens to the inputs before the first layer: embeddings take the place of their columns, behind the numbers that are
 * left; then inverted dropout in training. A value.
 *
 * @param embeddings for different columns; may be empty
 * @param dropout the probability that an input is dropped in training, in [0, 1)
 */
public record InputLayer(List<Embedding> embeddings, double dropout) {
    /** The inputs as they are. */
    public static final InputLayer PLAIN = new InputLayer(List.of(), 0);

    /** Checks the values. */
    public InputLayer {
        embeddings = List.copyOf(embeddings);
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("input dropout must be in [0, 1), found " + dropout);
        }
        Set<Integer> columns = new HashSet<>();
        for (Embedding embedding : embeddings) {
            if (!columns.add(embedding.column())) {
                throw new IllegalArgumentException("column " + embedding.column() + " is embedded twice");
            }
        }
    }

    /** Returns whether the inputs go to the first layer as they are. */
    public boolean isPlain() {
        return embeddings.isEmpty() && dropout == 0;
    }

    /** Returns the columns that are not embedded, in order. */
    int[] numbers(int inputs) {
        Set<Integer> embedded = new HashSet<>();
        embeddings.forEach(embedding -> embedded.add(embedding.column()));
        return java.util.stream.IntStream.range(0, inputs)
                .filter(c -> !embedded.contains(c))
                .toArray();
    }
}
