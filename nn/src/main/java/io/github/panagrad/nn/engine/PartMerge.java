package io.github.panagrad.nn.engine;

/** Puts together what the parts of a batch found out about a layer that needs its columns for all rows. Allocates nothing. */
public interface PartMerge {
    /** Between {@link LayerPart#beginForward} and {@link LayerPart#endForward} of all parts. */
    void mergeForward();

    /** Between {@link LayerPart#beginBackward} and {@link LayerPart#endBackward} of all parts. */
    void mergeBackward();
}
