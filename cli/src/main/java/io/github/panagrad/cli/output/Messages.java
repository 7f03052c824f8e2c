package io.github.panagrad.cli.output;

import io.github.panagrad.nn.io.PlainText;
import java.io.PrintStream;

/** Messages to the user. */
public final class Messages {
    private Messages() {}

    /** Prints a message. */
    public static void print(String message, PrintStream err) {
        err.println(line(message));
    }

    /** Returns a message as it is printed; the text may quote anything. */
    public static String line(String message) {
        return "panagrad: " + PlainText.lines(message);
    }
}
