package io.github.panagrad.onnx;

import io.github.panagrad.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Thrown when a model cannot be exported. */
public class OnnxException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    /** Takes a message for the user. */
    public OnnxException(String message) {
        super(message);
    }

    /** Takes a message for the user, and the cause. */
    public OnnxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
