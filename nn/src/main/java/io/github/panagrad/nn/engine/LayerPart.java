package io.github.panagrad.nn.engine;

/** Some rows and columns of a layer in training. For use by one thread at a time; allocates nothing. */
public interface LayerPart {
    /** Computes its outputs, dropout included. */
    void forward();

    /**
     * The first half of {@link #forward} where a layer needs its columns for all rows, and these are in several parts: to what each
     * part has to tell the others, which {@link PartMerge#mergeForward} puts together.
     */
    default void beginForward() {
        throw new UnsupportedOperationException("a layer whose batch cannot have parts");
    }

    /** The second half. */
    default void endForward() {
        throw new UnsupportedOperationException("a layer whose batch cannot have parts");
    }

    /** The first half of {@link #backward} likewise, to what {@link PartMerge#mergeBackward} puts together. */
    default void beginBackward() {
        throw new UnsupportedOperationException("a layer whose batch cannot have parts");
    }

    /** The second half. */
    default void endBackward() {
        throw new UnsupportedOperationException("a layer whose batch cannot have parts");
    }

    /**
     * Turns delta, in place, from the gradient with respect to its outputs into what {@link TrainedRowLayer#inputGradient} and
     * {@link TrainedLayer#gradient} start from. Not called for the last layer of a network.
     */
    void backward();
}
