package io.github.panagrad.nn.safetensors;

import io.github.panagrad.error.InvalidInputException;
import java.nio.file.Path;

/**
 * Thrown when a file cannot be read as safetensors, or does not hold what is asked of it.
 *
 * <p>The message is made to be shown to a user: it begins with the file and says which tensor is meant, what was
 * expected, what was found and what to do. Names taken from the file are shortened and freed of control characters.
 */
public final class SafetensorsException extends InvalidInputException {
    /** What to do about a file that no correct tool would have written. */
    static final String REMEDY = "the file is damaged or comes from a faulty tool; get or save it again";

    private static final long serialVersionUID = 1;

    SafetensorsException(Path file, String problem) {
        super(file + ": " + problem);
    }

    SafetensorsException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
