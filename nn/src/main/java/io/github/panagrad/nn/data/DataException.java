package io.github.panagrad.nn.data;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown when data cannot be read or is malformed.
 *
 * <p>The message can be shown to a user: it begins with the file and, if known, the place in it (line and column, or
 * byte), and says what was expected, what was found and what to do.
 */
public final class DataException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    DataException(Path file, String problem) {
        super(file + ": " + problem);
    }

    DataException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    private DataException(String message) {
        super(message);
    }

    /**
     * Names a place in a binary file. The offset counts from 0; in a compressed file, it refers to the uncompressed
     * content.
     */
    static DataException atByte(Path file, long offset, String problem) {
        return new DataException(file + ", byte " + offset + ": " + problem);
    }

    /** Reports why the operating system could not read a file or directory. */
    static DataException unreadable(Path file, IOException reason) {
        return new DataException(file, "cannot be read: " + IoReason.of(reason), reason);
    }
}
