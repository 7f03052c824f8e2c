package io.github.panagrad.cli.output;

import io.github.panagrad.error.Quoted;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** Messages to the user. */
public final class Messages {
    private Messages() {}

    /** Prints a message on one line. */
    public static void print(String message, PrintStream err) {
        err.println(line(message));
    }

    /** Prints a message whose line breaks are its author's, not those of text that it quotes. */
    public static void printLines(String message, PrintStream err) {
        err.println("panagrad: " + message.lines().map(Quoted::message).collect(Collectors.joining("\n")));
    }

    /** Returns a message as it is printed; the text may quote anything. */
    public static String line(String message) {
        return "panagrad: " + Quoted.message(message);
    }
}
