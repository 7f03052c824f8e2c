package io.github.panagrad.nn.checkpoint;

import java.nio.file.Path;

/**
 * When and where checkpoints are written. A value.
 *
 * <p>A final checkpoint is written when training ends or is asked to stop, unless the last one is from the same step.
 *
 * @param directory the folder for the checkpoints of one training run; created if it does not exist, but its parent
 *     must exist
 * @param every the interval between checkpoints
 * @param keep the number of checkpoints to keep, at least 1; older ones are deleted once a new one is safely on disk
 * @param onFailure what to do when a checkpoint cannot be written
 */
public record Checkpoints(Path directory, Interval every, int keep, OnFailure onFailure) {
    /** The default number of checkpoints to keep. */
    public static final int DEFAULT_KEEP = 3;

    /** Checks the values. */
    public Checkpoints {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 checkpoint must be kept, found " + keep);
        }
    }

    /** Returns settings that keep three checkpoints and continue training when one cannot be written. */
    public static Checkpoints in(Path directory, Interval every) {
        return new Checkpoints(directory, every, DEFAULT_KEEP, OnFailure.CONTINUE);
    }
}
