package io.github.panagrad.nn.data;

/** The kind of content expected in an IDX file. */
enum IdxKind {
    /** A row of pixels for each sample: count x height x width, or count x pixels. */
    IMAGES("images", 2, 3),
    /** A class number for each sample: count. */
    LABELS("labels", 1, 1);

    private final String plural;
    private final int fewestDimensions;
    private final int mostDimensions;

    IdxKind(String plural, int fewestDimensions, int mostDimensions) {
        this.plural = plural;
        this.fewestDimensions = fewestDimensions;
        this.mostDimensions = mostDimensions;
    }

    /** Returns the word for messages. */
    String plural() {
        return plural;
    }

    boolean accepts(int dimensions) {
        return dimensions >= fewestDimensions && dimensions <= mostDimensions;
    }

    /** Returns the accepted numbers of dimensions for messages. */
    String dimensions() {
        return fewestDimensions == mostDimensions
                ? String.valueOf(fewestDimensions)
                : fewestDimensions + " or " + mostDimensions;
    }
}
