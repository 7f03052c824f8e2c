package io.github.panagrad.table;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown when a table cannot be read, or its contents are invalid.
 *
 * <p>The message is written for the user: it names the file and, where there is one, the line and the column, and
 * says what was expected, what was found and what to do.
 */
public final class TableException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    /** Takes a message for the user. */
    public TableException(String message) {
        super(message);
    }

    /** Takes a message for the user, and the cause. */
    public TableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says why the system could not read a file. */
    public static TableException unreadable(Path file, IOException reason) {
        return new TableException(file + " cannot be read: " + IoReason.of(reason), reason);
    }
}
