package io.github.panagrad.nn.safetensors;

import io.github.panagrad.error.InvalidInputException;
import java.nio.file.Path;

/**
 * Thrown when a file cannot be read as safetensors, or lacks the requested content.
 *
 * <p>The message can be shown to a user: it begins with the file and names the tensor, what was expected, what was
 * found and what to do. Names from the file are shortened, and their control characters are escaped.
 */
public final class SafetensorsException extends InvalidInputException {
    /** The remedy for a file that no correct tool would have written. */
    static final String REMEDY = "the file is damaged or was written by a faulty tool; download or save it again";

    private static final long serialVersionUID = 1;

    SafetensorsException(Path file, String problem) {
        super(file + ": " + problem);
    }

    SafetensorsException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
