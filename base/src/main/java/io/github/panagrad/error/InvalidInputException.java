package io.github.panagrad.error;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when user input is wrong: a file, a value, an option, a named library. It is not a fault of the program.
 *
 * <p>The message is written for that user and is shown as it is, without a stack trace: it names the thing and, where there is
 * one, the place in it, and says what was expected, what was found and what to do. Subclasses say where it was detected; a
 * program that only wants to show the message catches this class. The command line ends with exit code 2.
 *
 * <p>The message is one line without control characters, whatever it quotes: see {@link Quoted}. Those who make it shorten what they
 * quote.
 */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Takes a message for the user. */
    public InvalidInputException(String message) {
        super(Quoted.message(message));
    }

    /** Takes a message for the user, and the cause. */
    public InvalidInputException(String message, @Nullable Throwable cause) {
        super(Quoted.message(message), cause);
    }

    /** Takes a message of several lines, and the cause. */
    protected InvalidInputException(List<String> lines, @Nullable Throwable cause) {
        super(lines.stream().map(Quoted::message).collect(Collectors.joining("\n")), cause);
    }
}
