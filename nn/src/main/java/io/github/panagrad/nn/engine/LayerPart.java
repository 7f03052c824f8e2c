package io.github.panagrad.nn.engine;

/** Some rows and columns of a layer in training. For use by one thread at a time; allocates nothing. */
public interface LayerPart {
    /** Computes its outputs, dropout included. */
    void forward();

    /**
     * Turns delta, in place, from the gradient with respect to its outputs into what {@link TrainedRowLayer#inputGradient} and
     * {@link TrainedLayer#gradient} start from. Not called for the last layer of a network.
     */
    void backward();
}
