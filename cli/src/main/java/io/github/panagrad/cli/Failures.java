package io.github.panagrad.cli;

import io.github.panagrad.blas.OpenBlasException;
import io.github.panagrad.cli.config.ConfigOrigin;
import io.github.panagrad.nn.DivergedException;
import io.github.panagrad.nn.ModelFormatException;
import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.data.DataException;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.io.PlainText;
import io.github.panagrad.nn.metrics.MetricException;
import io.github.panagrad.nn.safetensors.SafetensorsException;
import io.github.panagrad.report.MissingFontsException;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.pipeline.PipelineException;
import io.github.panagrad.tensor.NativeMemoryException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** Turns what a command throws into one message and an exit code. */
final class Failures {
    /** Done. */
    static final int DONE = 0;

    /** Failed while running. */
    static final int FAILED = 1;

    /** Bad usage or input. */
    static final int BAD_INPUT = 2;

    private Failures() {}

    /**
     * Says what went wrong.
     *
     * @param origin which options came from a file, named where the message is about one
     * @param debug whether to add the stack trace
     * @return the exit code
     */
    static int report(Throwable failure, ConfigOrigin origin, boolean debug, PrintStream err) {
        int code = switch (failure) {
            case InputException _,
                    DataException _,
                    TableException _,
                    PipelineException _,
                    CheckpointException _,
                    MetricException _,
                    SafetensorsException _,
                    ModelFormatException _,
                    OpenBlasException _ -> BAD_INPUT;
            default -> FAILED;
        };
        String message = message(failure);
        print(failure instanceof InputException ? origin.explain(message) : message, err);
        if (debug) {
            failure.printStackTrace(err);
        }
        return code;
    }

    /** Prints a message to the user. */
    static void print(String message, PrintStream err) {
        err.println(line(message));
    }

    /** Returns a message to the user as it is printed: what it quotes may hold anything. */
    static String line(String message) {
        return "panagrad: " + PlainText.lines(message);
    }

    private static String message(Throwable failure) {
        return switch (failure) {
            case InputException _,
                    DataException _,
                    TableException _,
                    PipelineException _,
                    CheckpointException _,
                    MetricException _,
                    SafetensorsException _,
                    ModelFormatException _,
                    OpenBlasException _,
                    DivergedException _,
                    MissingFontsException _,
                    NativeMemoryException _ -> String.valueOf(failure.getMessage());
            case UncheckedIOException e -> message(Objects.requireNonNull(e.getCause()));
            case FileSystemException e when e.getFile() != null -> e.getFile() + ": " + IoReason.of(e);
            case IOException e -> IoReason.of(e);
            case OutOfMemoryError e ->
                "out of memory (" + e.getMessage() + "); use less data or smaller layers, or give the JVM more, for"
                        + " example with PANAGRAD_JAVA_OPTS=-Xmx8g";
            default -> "internal error, please report it: " + failure + " (--debug shows where it happened)";
        };
    }
}
