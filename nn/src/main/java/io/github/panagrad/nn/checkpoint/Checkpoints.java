package io.github.panagrad.nn.checkpoint;

import java.nio.file.Path;

/**
 * When and where checkpoints are written. A value.
 *
 * <p>One more is written when the training ends or is asked to stop, unless the last one is of that moment.
 *
 * @param directory the folder of one training's checkpoints; made if it does not exist, but not its parent
 * @param every how often one is written
 * @param keep how many are kept, at least 1; older ones are deleted when a new one is safely on disk
 * @param onFailure what to do when one cannot be written
 */
public record Checkpoints(Path directory, Interval every, int keep, OnFailure onFailure) {
    /** The checkpoints that are kept if nobody says otherwise. */
    public static final int DEFAULT_KEEP = 3;

    /** Checks the values. */
    public Checkpoints {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 checkpoint must be kept, found " + keep);
        }
    }

    /** Returns checkpoints of which three are kept; a training goes on when one cannot be written. */
    public static Checkpoints in(Path directory, Interval every) {
        return new Checkpoints(directory, every, DEFAULT_KEEP, OnFailure.CONTINUE);
    }
}
