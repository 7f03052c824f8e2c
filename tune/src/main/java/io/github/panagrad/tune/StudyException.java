package io.github.panagrad.tune;

import io.github.panagrad.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Thrown when the folder of a study cannot be used: another study is there, or a journal that is damaged. */
public class StudyException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    /** Takes a message for the user. */
    public StudyException(String message) {
        super(message);
    }

    /** Takes a message for the user, and the cause. */
    public StudyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
