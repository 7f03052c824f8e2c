package io.github.panagrad.cli;

import io.github.panagrad.cli.config.ConfigOrigin;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.DivergedException;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.report.MissingFontsException;
import io.github.panagrad.tensor.NativeMemoryException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/** Turns what a command throws into one message and an exit code. */
final class Failures {
    private Failures() {}

    /**
     * Reports a failure to the user.
     *
     * @param origin which options came from a file, named where the message is about one
     * @param debug whether to add the stack trace
     * @return the exit code
     */
    static int report(Throwable failure, ConfigOrigin origin, boolean debug, PrintStream err) {
        boolean isInvalidInput = failure instanceof InvalidInputException;
        String message = message(failure);
        if (isInvalidInput) {
            Messages.printLines(origin.explain(message), err);
        } else {
            Messages.print(message, err);
        }
        if (debug) {
            failure.printStackTrace(err);
        }
        return isInvalidInput ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    }

    private static String message(Throwable failure) {
        return switch (failure) {
            case InvalidInputException _, DivergedException _, MissingFontsException _, NativeMemoryException _ ->
                String.valueOf(failure.getMessage());
            case UncheckedIOException e -> message(Objects.requireNonNull(e.getCause()));
            case FileSystemException e
            when e.getFile() != null -> Quoted.path(Path.of(e.getFile())) + ": " + IoReason.of(e);
            case IOException e -> IoReason.of(e);
            case OutOfMemoryError e ->
                "out of memory (" + e.getMessage() + "); use less data or smaller layers, or give the JVM more, for"
                        + " example with PANAGRAD_JAVA_OPTS=-Xmx8g";
            default -> "internal error, please report it: " + failure + " (--debug shows where it happened)";
        };
    }
}
