package io.github.panagrad.nn.checkpoint;

import io.github.panagrad.error.InvalidInputException;
import java.nio.file.Path;

/**
 * Thrown when a checkpoint cannot be read or does not match the training run to be resumed, or when a folder must not
 * be written to. The message can be shown to a user: it names the file or folder, and says what is wrong and what to
 * do.
 */
public final class CheckpointException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    /** Reports what is wrong with a file or folder. */
    public CheckpointException(Path file, String problem) {
        super(file + ": " + problem);
    }

    /** Reports what is wrong with a file or folder, and the cause. */
    public CheckpointException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    /** Uses the message of the cause, which already names the file. */
    CheckpointException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
