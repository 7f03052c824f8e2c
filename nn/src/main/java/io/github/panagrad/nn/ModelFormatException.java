package io.github.panagrad.nn;

import io.github.panagrad.error.InvalidInputException;
import java.nio.file.Path;

/**
 * Thrown when a file is valid safetensors, but not a model of this library, or when the parameters of a model are not finite. The
 * message names the file and the place.
 */
public final class ModelFormatException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    ModelFormatException(Path file, String problem) {
        super(file + ": " + problem);
    }

    ModelFormatException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
