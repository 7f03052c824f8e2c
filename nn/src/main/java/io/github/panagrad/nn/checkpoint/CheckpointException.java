package io.github.panagrad.nn.checkpoint;

import io.github.panagrad.error.InvalidInputException;
import java.nio.file.Path;

/**
 * Thrown when a checkpoint cannot be read or does not belong to the training that is to be resumed, or a folder must not be
 * written to. The message is made to be shown to a user: it names the file or folder, says what is wrong and what to do.
 */
public final class CheckpointException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong with a file or folder. */
    public CheckpointException(Path file, String problem) {
        super(file + ": " + problem);
    }

    /** Says what is wrong with a file or folder, and why. */
    public CheckpointException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    /** Takes a message that names the file already. */
    CheckpointException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
