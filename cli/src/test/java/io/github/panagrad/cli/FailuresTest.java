package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.config.ConfigOrigin;
import io.github.panagrad.error.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Exit codes and messages of exceptions. */
class FailuresTest {
    /** An exception that the command line has never heard of, as a new module would have. */
    private static final class NewFormatException extends InvalidInputException {
        private static final long serialVersionUID = 1;

        NewFormatException(String message) {
            super(message);
        }
    }

    private static int report(Throwable failure, ConfigOrigin origin, ByteArrayOutputStream err) {
        return Failures.report(failure, origin, false, new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void aNewExceptionForInvalidInputNeedsNoChangeHere() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = report(new NewFormatException("m.onnx, byte 7: expected a model"), ConfigOrigin.NONE, err);
        assertEquals(2, code);
        assertEquals(
                "panagrad: m.onnx, byte 7: expected a model" + System.lineSeparator(),
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anOptionFromAFileIsNamedWithItsLineWhoeverThrows() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ConfigOrigin origin = new ConfigOrigin(Path.of("run.yaml"), Map.of("--data", 3));
        report(new NewFormatException("--data x.onnx: not a table"), origin, err);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("(--data is from run.yaml, line 3)"), err::toString);
    }

    @Test
    void everythingElseIsAFailureOfTheRun() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(1, report(new IllegalStateException("oops"), ConfigOrigin.NONE, err));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("internal error, please report it"), err::toString);
    }
}
